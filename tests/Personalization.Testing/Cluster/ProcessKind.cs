namespace Personalization.Testing.Cluster;

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
