namespace Personalization.Benchmarks.Load;

/// <summary>A point of a percentile curve.</summary>
/// <param name="Percent">Below 100.</param>
/// <param name="Ms">The latency at that percentile.</param>
internal sealed record CurvePoint(double Percent, double Ms);
