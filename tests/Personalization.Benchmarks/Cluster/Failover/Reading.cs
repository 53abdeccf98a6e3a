namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The result of one request of the watch.</summary>
/// <param name="DueMs">When it was due, milliseconds after the watch began.</param>
/// <param name="TookMs">From then to the answer, milliseconds.</param>
/// <param name="Answer">What it was.</param>
internal readonly record struct Reading(double DueMs, double TookMs, ReadingAnswer Answer);
