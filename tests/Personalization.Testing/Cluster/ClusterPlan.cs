using System.Collections.Immutable;

namespace Personalization.Testing.Cluster;

/// <summary>The processes of a cluster on this machine.</summary>
/// <param name="Silos">The number of silos without REST.</param>
/// <param name="Apis">The number of API processes without a silo.</param>
/// <param name="Nodes">The number of processes that are both.</param>
public sealed record ClusterPlan(int Silos, int Apis, int Nodes = 0)
{
    /// <summary>Gets the environment variables of every process, such as the store's settings.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>True if the first silo or node loads the sample shop.</summary>
    public bool Sample { get; init; }

    /// <summary>
    /// Gets the command line that replaces the shipped program of a process kind; null for the shipped programs.
    /// </summary>
    public Func<ProcessKind, IReadOnlyList<string>>? Command { get; init; }

    /// <summary>True if each silo gets a separate network that a test can cut. This needs root.</summary>
    public bool OwnNetworks { get; init; }
}

/// <summary>The kind of a process in a cluster.</summary>
public enum ProcessKind
{
    /// <summary>A silo without REST.</summary>
    Silo,

    /// <summary>REST without a silo.</summary>
    Api,

    /// <summary>Both.</summary>
    Node,
}
