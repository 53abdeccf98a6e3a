namespace Personalization.Benchmarks.Cluster;

/// <summary>The figures of one target: medians over the rounds.</summary>
/// <param name="Name">The name of the target.</param>
/// <param name="PerSecond">Requests per second.</param>
/// <param name="P99Ms">The p99 latency in a closed loop, milliseconds.</param>
/// <param name="ProcessorUs">Processor time of all server processes per request, microseconds.</param>
/// <param name="OfCeiling">The rate divided by the bare grain's rate on the same hop; 1 for the bare grain.</param>
internal sealed record HopFigures(string Name, double PerSecond, double P99Ms, double ProcessorUs, double OfCeiling);
