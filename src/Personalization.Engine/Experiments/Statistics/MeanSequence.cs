using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Asymptotic confidence sequences for a mean or ratio in one arm, and for the difference between two arms.
/// </summary>
/// <remarks>
/// Valid at every interim analysis. <see cref="NormalMixture"/> gives the width; <see cref="ArmEstimate"/> (delta
/// method) and <see cref="Contrast"/> (CUPED) give the center.
/// </remarks>
public static class MeanSequence
{
    /// <summary>Gets the interval of one arm's mean or ratio; null without variance.</summary>
    /// <param name="moments">The moments of the arm's units.</param>
    /// <param name="mixture">The mixture that determines the interval's width.</param>
    /// <param name="level">
    /// The probability that the interval ever misses the true value, over all interim analyses.
    /// </param>
    public static Interval? Of(in Moments moments, NormalMixture mixture, double level) =>
        ArmEstimate.Of(moments) is { Variance: > 0 } estimate
            ? Around(
                estimate.Value,
                Math.Sqrt(estimate.Variance / estimate.Count) * mixture.Multiplier(estimate.Count, level))
            : null;

    /// <summary>
    /// Gets the interval of one arm's mean or ratio minus the control's, adjusted by the covariate if there is one;
    /// null without variance.
    /// </summary>
    public static Interval? Difference(in Moments control, in Moments arm, NormalMixture mixture, double level) =>
        Contrast.Of(control, arm)?.Around(1, mixture, level);

    /// <summary>Gets the value of a mean or ratio; null without units.</summary>
    public static double? Estimate(in Moments moments) =>
        moments.BaseSum > 0 ? (double)moments.OutcomeSum / (double)moments.BaseSum : null;

    private static Interval Around(double value, double half) => new(value - half, value + half);
}
