using HdrHistogram;

namespace Personalization.Benchmarks.Load;

/// <summary>What a load did.</summary>
/// <param name="Requests">Requests served as expected.</param>
/// <param name="Operations">Operations in them.</param>
/// <param name="Errors">Requests answered otherwise.</param>
/// <param name="FirstError">The first of those answers; null without errors.</param>
/// <param name="Seconds">How long the load ran.</param>
/// <param name="Latency">Microseconds.</param>
internal sealed record LoadResult(long Requests, long Operations, long Errors, string? FirstError, double Seconds, HistogramBase Latency)
{
    /// <summary>Operations a second.</summary>
    public double Rate => Operations / Seconds;

    /// <summary>Requests a second.</summary>
    public double RequestRate => Requests / Seconds;

    /// <summary>A percentile of the latency, milliseconds.</summary>
    public double Percentile(double percent) => Latency.GetValueAtPercentile(percent) / 1000.0;
}
