namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The bound under every asymptotic interval here: Robbins' normal mixture, as the asymptotic confidence sequences of Waudby-Smith, Arbour, Sinha,
/// Kennedy and Ramdas ("Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 2024, theorem 2.2) use it. It
/// is valid at every look and any stopping, for averages of many independent units.
/// </summary>
/// <param name="PlannedUnits">The number of units at which the interval is as narrow as it can be; it stays valid before and after.</param>
/// <param name="Alpha">The error level it is tuned for; other levels are valid too, a little wider than they could be.</param>
public readonly record struct NormalMixture(long PlannedUnits, double Alpha)
{
    private const int Steps = 60;

    /// <summary>By how much a standard error is multiplied to give the half-width of the interval.</summary>
    /// <param name="count">How many units there are, of both arms for a difference; at least 1.</param>
    /// <param name="level">The probability that the interval ever misses, over all looks.</param>
    public double Multiplier(long count, double level)
    {
        double v = Precision(count);
        return Math.Sqrt((v + 1) / v * (Math.Log(v + 1) - (2 * Math.Log(level))));
    }

    /// <summary>
    /// The logarithm of the evidence (e-value) against a value that lies <paramref name="errors"/> standard errors off. It is above -log(level)
    /// exactly when the interval of that level leaves the value out.
    /// </summary>
    public double LogEvidence(double errors, long count)
    {
        double v = Precision(count);
        return (errors * errors * v / (2 * (v + 1))) - (0.5 * Math.Log(v + 1));
    }

    /// <summary>
    /// The mixture's precision at the planned size, where the width of the interval is least: the root of v = log(v + 1) - 2 log alpha.
    /// The map contracts, so repeating it finds the root.
    /// </summary>
    public static double BestPrecision(double alpha)
    {
        double v = 1;
        for (int i = 0; i < Steps; i++)
        {
            v = Math.Log(v + 1) - (2 * Math.Log(alpha));
        }

        return v;
    }

    private double Precision(long count) => BestPrecision(Alpha) * count / PlannedUnits;
}
