namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The bound of all asymptotic intervals: Robbins' normal mixture, as used in the asymptotic confidence sequences of
/// Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas ("Time-uniform central limit theory and asymptotic confidence
/// sequences", Annals of Statistics 2024, theorem 2.2). Immutable.
/// </summary>
/// <param name="PlannedUnits">
/// The number of units at which the interval is narrowest; the interval is valid at any number.
/// </param>
/// <param name="Alpha">
/// The error level for which the width is optimal; other levels are valid and slightly wider than optimal.
/// </param>
/// <remarks>Valid at every interim analysis and any stopping time, for means of many independent units.</remarks>
public readonly record struct NormalMixture(long PlannedUnits, double Alpha)
{
    private const int Steps = 60;

    /// <summary>
    /// Gets the factor by which a standard error is multiplied to give the half-width of the interval.
    /// </summary>
    /// <param name="count">The number of units, at least 1; for a difference, of both arms.</param>
    /// <param name="level">
    /// The probability that the interval ever misses the true value, over all interim analyses.
    /// </param>
    public double Multiplier(long count, double level)
    {
        double v = Precision(count);
        return Math.Sqrt((v + 1) / v * (Math.Log(v + 1) - (2 * Math.Log(level))));
    }

    /// <summary>
    /// Gets the logarithm of the evidence (e-value) against a value that is <paramref name="errors"/> standard errors
    /// away.
    /// </summary>
    /// <remarks>The evidence exceeds -log(level) exactly when the interval at that level excludes the value.</remarks>
    public double LogEvidence(double errors, long count)
    {
        double v = Precision(count);
        return (errors * errors * v / (2 * (v + 1))) - (0.5 * Math.Log(v + 1));
    }

    /// <summary>
    /// Gets the precision with the narrowest interval at the planned size: the root of v = log(v + 1) - 2 log alpha.
    /// </summary>
    /// <remarks>The map is a contraction, so the iteration converges to the root.</remarks>
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
