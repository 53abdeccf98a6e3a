namespace Personalization.Testing.Cluster;

/// <summary>What a process of a cluster is.</summary>
public enum ProcessKind
{
    /// <summary>A silo without REST.</summary>
    Silo,

    /// <summary>REST without a silo.</summary>
    Api,

    /// <summary>Both.</summary>
    Node,
}
