namespace Personalization.Benchmarks.Cluster;

/// <summary>A stretch of a long load.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="PerSecond">Requests served a second.</param>
/// <param name="SiloCores">Processor cores the silos used together.</param>
/// <param name="P99Ms">The worse p99 of reads and writes, milliseconds.</param>
/// <param name="Levels">Reads by the level that answered them.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Dead">Silos that ended, because the others had declared them dead.</param>
internal sealed record EnduranceStretch(
    double Seconds,
    double PerSecond,
    double SiloCores,
    double P99Ms,
    IReadOnlyDictionary<string, long> Levels,
    long Failed,
    int Dead);
