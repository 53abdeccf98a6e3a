namespace Personalization.Benchmarks.Cluster;

/// <summary>How the scale benchmark runs.</summary>
/// <param name="Silos">Numbers of silos to measure.</param>
/// <param name="Cores">The share of a core each silo may use.</param>
/// <param name="Duration">How long one measurement lasts.</param>
/// <param name="Rounds">How often the ceilings and the engine are measured in turn.</param>
internal sealed record ScaleOptions(IReadOnlyList<int> Silos, double Cores, TimeSpan Duration, int Rounds);
