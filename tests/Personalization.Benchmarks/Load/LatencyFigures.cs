using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>Latency percentiles, milliseconds; all 0 without observations.</summary>
internal sealed record LatencyFigures(long Count, double P50Ms, double P90Ms, double P99Ms, double P999Ms, double MaxMs)
{
    /// <summary>Gets the percentiles of a histogram of microseconds.</summary>
    public static LatencyFigures Of(HistogramBase histogram) => histogram.TotalCount == 0
        ? new(0, 0, 0, 0, 0, 0)
        : new(
            histogram.TotalCount,
            At(histogram, 50),
            At(histogram, 90),
            At(histogram, 99),
            At(histogram, 99.9),
            At(histogram, 100));

    private static double At(HistogramBase histogram, double percent) =>
        histogram.GetValueAtPercentile(percent) / 1000.0;
}
