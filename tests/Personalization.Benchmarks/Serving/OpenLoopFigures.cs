namespace Personalization.Benchmarks.Serving;

/// <summary>The latencies of an open loop, counted from the time a request was due.</summary>
/// <param name="Name">The name of the target.</param>
/// <param name="PerSecond">Requests due per second.</param>
/// <param name="Achieved">Requests served per second.</param>
/// <param name="P50Ms">The median latency, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile, milliseconds.</param>
/// <param name="P999Ms">The 99.9th percentile, milliseconds.</param>
/// <param name="MaxMs">The highest latency, milliseconds.</param>
/// <param name="Errors">Requests answered with an unexpected status.</param>
internal sealed record OpenLoopFigures(
    string Name,
    double PerSecond,
    double Achieved,
    double P50Ms,
    double P99Ms,
    double P999Ms,
    double MaxMs,
    long Errors);
