namespace Personalization.Benchmarks.Cluster;

/// <summary>The figures of the users' first reads.</summary>
/// <param name="PerSecond">Activations per second.</param>
/// <param name="P50Ms">The median time to the first list, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of the time to the first list, milliseconds.</param>
/// <param name="HeapBytes">Live managed bytes per user, measured after a full collection before and after.</param>
/// <param name="ResidentBytes">Resident bytes per user, measured before and after.</param>
/// <param name="Errors">Reads answered with a status other than 200.</param>
internal sealed record FirstReads(
    double PerSecond, double P50Ms, double P99Ms, double HeapBytes, double ResidentBytes, long Errors);
