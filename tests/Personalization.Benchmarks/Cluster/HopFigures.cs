namespace Personalization.Benchmarks.Cluster;

/// <summary>The engine and its ceiling over the same hop, medians of rounds in turn.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P99Ms">Latency in the closed loop.</param>
/// <param name="ProcessorUs">Processor time of all server processes a request.</param>
/// <param name="OfCeiling">Over the bare grain's rate on the same hop; 1 for the bare grain itself.</param>
internal sealed record HopFigures(string Name, double PerSecond, double P99Ms, double ProcessorUs, double OfCeiling);
