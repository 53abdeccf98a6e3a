using System.Collections.Immutable;

namespace Personalization.Testing.Cluster;

/// <summary>What a cluster on this machine consists of.</summary>
/// <param name="Silos">How many silos without REST.</param>
/// <param name="Apis">How many API processes without a silo.</param>
/// <param name="Nodes">How many processes that are both.</param>
public sealed record ClusterPlan(int Silos, int Apis, int Nodes = 0)
{
    /// <summary>Environment variables of every process; first of all the store's.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the first silo or node loads the sample shop.</summary>
    public bool Sample { get; init; }

    /// <summary>
    /// The command line that hosts a kind of process in place of the program that is shipped; null for the shipped
    /// programs.
    /// </summary>
    public Func<ProcessKind, IReadOnlyList<string>>? Command { get; init; }

    /// <summary>Whether each silo gets a network of its own that can be cut; needs root.</summary>
    public bool OwnNetworks { get; init; }
}
