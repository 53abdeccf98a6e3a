namespace Personalization.Benchmarks.Reports;

/// <summary>Summarizes rounds of measurements.</summary>
internal static class Statistics
{
    /// <summary>Gets the median; of an even number of values the upper of the two middle ones.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
