namespace Personalization.ClusterTests.Chaos;

/// <summary>What the chaos run does to a cluster.</summary>
internal enum ChaosFault
{
    /// <summary><c>kill -9</c> of a silo.</summary>
    KillSilo,

    /// <summary>SIGTERM of a silo.</summary>
    TerminateSilo,

    /// <summary><c>kill -9</c> of an API process.</summary>
    KillApi,

    /// <summary>A silo is frozen for longer than the others wait for it, and goes on.</summary>
    FreezeSilo,

    /// <summary>A silo is cut off from everything, both ways, and comes back.</summary>
    CutSilo,

    /// <summary>Two silos no longer reach each other but everything else does.</summary>
    CutPair,

    /// <summary>The database restarts, cutting every connection.</summary>
    RestartStore,
}
