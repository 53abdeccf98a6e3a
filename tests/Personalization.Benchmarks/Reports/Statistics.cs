namespace Personalization.Benchmarks.Reports;

/// <summary>Sums up rounds.</summary>
internal static class Statistics
{
    /// <summary>The middle value; of an even number of values the upper of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
