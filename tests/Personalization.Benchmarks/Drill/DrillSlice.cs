namespace Personalization.Benchmarks.Drill;

/// <summary>The figures of a few seconds of a world.</summary>
/// <param name="At">The middle of the slice, seconds since the opening.</param>
/// <param name="ConversionsPerSecond">Expected purchases per second.</param>
/// <param name="P50Ms">The median latency of a read, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of the latency of a read, milliseconds.</param>
/// <param name="OwnLists">The share of reads with a fresh or cached list.</param>
/// <param name="Errors">The share of reads that failed or were late.</param>
internal sealed record DrillSlice(
    double At, double ConversionsPerSecond, double P50Ms, double P99Ms, double OwnLists, double Errors);
