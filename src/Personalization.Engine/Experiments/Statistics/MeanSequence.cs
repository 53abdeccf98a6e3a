using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Asymptotic confidence sequences of a mean or ratio, and of the difference between two arms, valid at every look: <see cref="NormalMixture"/> says
/// how wide, <see cref="ArmEstimate"/> (delta method) and <see cref="Contrast"/> (CUPED) around what. All are null while there is nothing to go by.
/// </summary>
public static class MeanSequence
{
    /// <summary>The interval of one arm's mean or ratio.</summary>
    /// <param name="moments">The arm's units.</param>
    /// <param name="mixture">What the interval is tuned for.</param>
    /// <param name="level">The probability that the interval ever misses, over all looks.</param>
    public static Interval? Of(in Moments moments, NormalMixture mixture, double level) => ArmEstimate.Of(moments) is { Variance: > 0 } estimate
        ? Around(estimate.Value, Math.Sqrt(estimate.Variance / estimate.Count) * mixture.Multiplier(estimate.Count, level))
        : null;

    /// <summary>The interval of one arm's mean or ratio minus the control's, adjusted by the covariate if there is one.</summary>
    public static Interval? Difference(in Moments control, in Moments arm, NormalMixture mixture, double level) => Contrast.Of(control, arm)?.Around(1, mixture, level);

    /// <summary>A mean's or ratio's value; null without units.</summary>
    public static double? Estimate(in Moments moments) => moments.BaseSum > 0 ? (double)moments.OutcomeSum / (double)moments.BaseSum : null;

    private static Interval Around(double value, double half) => new(value - half, value + half);
}
