namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The exact evidence of binary outcomes against a rate: Robbins' beta-binomial mixture (Howard, Ramdas, McAuliffe and
/// Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 2021).
/// </summary>
/// <remarks>
/// Under the rate, the evidence has expectation 1 at any stopping time, so the probability that it ever exceeds 1/level
/// is at most the level (Ville). This holds for any sample size and any rate. The alternative is a beta distribution
/// around the tested rate. Up to a constant, the logarithm is the sum of log(k + i/p) over i below the number of
/// positive outcomes and of log(k + j/(1 - p)) over j below the number of negative ones. It is convex in p and in the
/// number of positive outcomes, so the rates that are not rejected form an interval.
/// </remarks>
internal static class BernoulliMixture
{
    /// <summary>
    /// Gets the concentration of the alternatives for which the interval is narrowest at the planned number of
    /// outcomes.
    /// </summary>
    public static double Concentration(long plannedCount, double level) =>
        Math.Max(1, (plannedCount / NormalMixture.BestPrecision(level)) - 1);

    /// <summary>Gets the logarithm of the evidence (e-value) against a rate.</summary>
    /// <param name="yes">The number of positive outcomes.</param>
    /// <param name="count">The number of outcomes.</param>
    /// <param name="rate">The tested rate, above 0 and below 1.</param>
    /// <param name="concentration">
    /// The concentration of the alternatives around the rate, above 0; must be chosen before the data are seen.
    /// </param>
    public static double LogEvidence(long yes, long count, double rate, double concentration)
    {
        double a = concentration * rate;
        double b = concentration * (1 - rate);
        long no = count - yes;
        return Gamma.LogRising(a, yes) + Gamma.LogRising(b, no) - Gamma.LogRising(concentration, count)
            - (yes * Math.Log(rate)) - (no * Math.Log(1 - rate));
    }
}
