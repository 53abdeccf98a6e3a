namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>How the failover benchmark runs.</summary>
/// <param name="Silos">Silos of the cluster.</param>
/// <param name="Rounds">How often each fault is made.</param>
/// <param name="Users">Users whose lists are watched.</param>
/// <param name="Settings">Further settings of every process, <c>Personalization__Section__Key=value</c>.</param>
/// <param name="JsonPath">Where the figures go as JSON; null for nowhere.</param>
/// <param name="MarkdownPath">Where the table goes; null for nowhere.</param>
internal sealed record FailoverOptions(int Silos, int Rounds, int Users, IReadOnlyList<string> Settings, string? JsonPath, string? MarkdownPath);
