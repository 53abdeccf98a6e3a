namespace Personalization.Engine.DataQuality;

/// <summary>Statistics that a few wild values cannot move far.</summary>
internal static class Robust
{
    /// <summary>What makes the median of absolute deviations a standard deviation of normal values (Hampel 1974).</summary>
    private const double NormalScale = 1.4826;

    private const double TrimmedShare = 0.05;

    /// <summary>The mean of squared standard normal values below their 95th percentile.</summary>
    private const double TrimmedChiSquare = 0.759;

    /// <summary>The median; 0 of nothing.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? 0 : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>Which values lie within three and a half standard deviations (from the median of absolute deviations) of the median; at least half of them do.</summary>
    /// <param name="values">The values.</param>
    /// <param name="least">A deviation up to this is never wild.</param>
    public static bool[] Tame(IReadOnlyList<double> values, double least)
    {
        double middle = Median(values);
        double reach = Math.Max(least, 3.5 * NormalScale * Median(values.Select(value => Math.Abs(value - middle))));
        return [.. values.Select(value => Math.Abs(value - middle) <= reach)];
    }

    /// <summary>The variance over the expected one, from squared deviations over expected variances, without the largest twentieth; 1 of nothing.</summary>
    public static double Spread(IEnumerable<double> squares)
    {
        double[] sorted = [.. squares.Order()];
        int kept = sorted.Length - (int)Math.Ceiling(sorted.Length * TrimmedShare);
        return kept <= 0 ? 1 : sorted.Take(kept).Average() / TrimmedChiSquare;
    }
}
