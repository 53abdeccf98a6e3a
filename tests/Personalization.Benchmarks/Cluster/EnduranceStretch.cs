namespace Personalization.Benchmarks.Cluster;

/// <summary>The figures of one stretch of a long load.</summary>
/// <param name="Seconds">The length of the stretch, seconds.</param>
/// <param name="PerSecond">Requests served per second.</param>
/// <param name="SiloCores">Processor cores that all silos used together.</param>
/// <param name="P99Ms">The higher of the p99 latencies of reads and writes, milliseconds.</param>
/// <param name="Levels">The number of reads by fallback level.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Dead">Silos that terminated because the others declared them dead.</param>
internal sealed record EnduranceStretch(
    double Seconds,
    double PerSecond,
    double SiloCores,
    double P99Ms,
    IReadOnlyDictionary<string, long> Levels,
    long Failed,
    int Dead);
