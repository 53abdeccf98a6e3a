namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The exact evidence of yes-or-no outcomes against a rate: Robbins' beta-binomial mixture (Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform,
/// nonparametric, nonasymptotic confidence sequences", Annals of Statistics 2021). Under the rate its expectation is 1 at every look and any
/// stopping, so it exceeds 1/level ever with a probability of at most the level (Ville): no sample is too small and no rate too rare.
/// </summary>
/// <remarks>
/// The alternative is a beta distribution around the tested rate itself. Up to a constant the logarithm is the sum of log(k + i/p) over i below the
/// number of yes and of log(k + j/(1 - p)) over j below the number of no, each convex in p, and convex in the number of yes as well: so what it leaves standing is an interval.
/// </remarks>
internal static class BernoulliMixture
{
    /// <summary>The concentration of the alternatives with which the interval is narrowest at the planned number of outcomes.</summary>
    public static double Concentration(long plannedCount, double level) => Math.Max(1, (plannedCount / NormalMixture.BestPrecision(level)) - 1);

    /// <summary>The logarithm of the evidence against a rate.</summary>
    /// <param name="yes">How many outcomes were yes.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="rate">The rate tested, above 0 and below 1.</param>
    /// <param name="concentration">How close the alternatives are; above 0, chosen before the data.</param>
    public static double LogEvidence(long yes, long count, double rate, double concentration)
    {
        double a = concentration * rate;
        double b = concentration * (1 - rate);
        long no = count - yes;
        return Gamma.LogRising(a, yes) + Gamma.LogRising(b, no) - Gamma.LogRising(concentration, count)
            - (yes * Math.Log(rate)) - (no * Math.Log(1 - rate));
    }
}
