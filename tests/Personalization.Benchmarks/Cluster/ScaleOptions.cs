namespace Personalization.Benchmarks.Cluster;

/// <summary>The options of the scale benchmark.</summary>
/// <param name="Silos">The numbers of silos to measure.</param>
/// <param name="Cores">The share of a core that each silo may use, above 0.</param>
/// <param name="Duration">The length of one measurement.</param>
/// <param name="Rounds">How many rounds the ceilings and the engine are measured in turn.</param>
internal sealed record ScaleOptions(IReadOnlyList<int> Silos, double Cores, TimeSpan Duration, int Rounds);
