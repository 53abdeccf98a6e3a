namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>How the failover benchmark runs.</summary>
/// <param name="Silos">Silos of the cluster.</param>
/// <param name="Rounds">How often each fault is made.</param>
/// <param name="Users">Users whose lists are watched.</param>
/// <param name="Settings">Further settings of every process, <c>Personalization__Section__Key=value</c>.</param>
internal sealed record FailoverOptions(int Silos, int Rounds, int Users, IReadOnlyList<string> Settings);
