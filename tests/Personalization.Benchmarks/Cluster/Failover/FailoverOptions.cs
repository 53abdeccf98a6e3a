namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The options of the failover benchmark.</summary>
/// <param name="Silos">The number of silos.</param>
/// <param name="Rounds">How often each fault is injected.</param>
/// <param name="Users">The number of users whose lists are watched.</param>
/// <param name="Settings">Additional settings of every process, <c>Personalization__Section__Key=value</c>.</param>
internal sealed record FailoverOptions(int Silos, int Rounds, int Users, IReadOnlyList<string> Settings);
