namespace Personalization.Benchmarks.Cluster;

/// <summary>The figures of the first reads of users.</summary>
/// <param name="PerSecond">Activations a second.</param>
/// <param name="P50Ms">Time to the first list, median.</param>
/// <param name="P99Ms">Time to the first list, 99th percentile.</param>
/// <param name="HeapBytes">Live managed bytes each, after a full collection before and after.</param>
/// <param name="ResidentBytes">Physical memory each, likewise.</param>
/// <param name="Errors">Reads answered with another status than 200.</param>
internal sealed record FirstReads(
    double PerSecond, double P50Ms, double P99Ms, double HeapBytes, double ResidentBytes, long Errors);
