using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>A rule that concludes whether two arms differ.</summary>
/// <param name="Name">The name in the tables.</param>
/// <param name="Concludes">Decides from the number of the interim analysis (from 1), the control and the arm.</param>
internal sealed record LookRule(string Name, Func<int, Moments, Moments, bool> Concludes)
{
    private const double Fixed95 = 1.959964;

    /// <summary>The engine's asymptotic confidence sequence, from 100 users per arm as in an experiment.</summary>
    public static LookRule Sequence(long planned, double level) =>
        new("asymptotic confidence sequence", (_, control, arm) =>
            Math.Min(control.Count, arm.Count) >= 100
            && MeanSequence.Difference(control, arm, new NormalMixture(planned, level), level) is { } interval
            && !interval.Covers(0));

    /// <summary>The engine's exact confidence sequences of two proportions, each at half the level.</summary>
    public static LookRule Exact(long planned, double level) => new("exact confidence sequences", (_, control, arm) =>
        !(Proportion(arm, planned, level) - Proportion(control, planned, level)).Covers(0));

    /// <summary>The t-test at 5 % at every interim analysis.</summary>
    public static LookRule Peeking() =>
        new("t-test at every interim analysis", (_, control, arm) => Errors(control, arm) > Fixed95);

    /// <summary>The t-test at 5 %, once, at the last analysis.</summary>
    public static LookRule Once(int look) =>
        new("t-test once, at the end", (at, control, arm) => at == look && Errors(control, arm) > Fixed95);

    private static Interval Proportion(Moments arm, long planned, double level) =>
        ProportionSequence.Of((long)(arm.OutcomeSum / Moments.Scale), arm.Count, level / 2, planned / 2);

    private static double Errors(Moments control, Moments arm) =>
        Contrast.Of(control, arm) is { } contrast && contrast.Error(1) > 0
        ? Math.Abs(contrast.Difference(1)) / contrast.Error(1)
        : 0;
}
