namespace Personalization.Engine.DataQuality;

/// <summary>Statistics that resist a few outliers.</summary>
internal static class Robust
{
    /// <summary>
    /// Converts a median of absolute deviations to a standard deviation of normal values (Hampel 1974).
    /// </summary>
    private const double NormalScale = 1.4826;

    private const double TrimmedShare = 0.05;

    /// <summary>The mean of squared standard normal values below their 95th percentile.</summary>
    private const double TrimmedChiSquare = 0.759;

    /// <summary>Computes the median; 0 without values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? 0 : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>
    /// Finds the inliers: the values within 3.5 standard deviations of the median, estimated by the median of absolute
    /// deviations. At least half of the values are inliers.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="least">A deviation up to this is never an outlier.</param>
    public static bool[] Inliers(IReadOnlyList<double> values, double least)
    {
        double middle = Median(values);
        double reach = Math.Max(least, 3.5 * NormalScale * Median(values.Select(value => Math.Abs(value - middle))));
        return [.. values.Select(value => Math.Abs(value - middle) <= reach)];
    }

    /// <summary>
    /// Computes the ratio of the variance to the expected one, without the largest twentieth; 1 without values.
    /// </summary>
    /// <param name="squares">Squared deviations divided by expected variances.</param>
    public static double Spread(IEnumerable<double> squares)
    {
        double[] sorted = [.. squares.Order()];
        int included = sorted.Length - (int)Math.Ceiling(sorted.Length * TrimmedShare);
        return included <= 0 ? 1 : sorted.Take(included).Average() / TrimmedChiSquare;
    }
}
