namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The faults of a cluster.</summary>
internal enum Fault
{
    /// <summary>SIGTERM of one silo.</summary>
    Terminate,

    /// <summary><c>kill -9</c> of one silo.</summary>
    Kill,

    /// <summary>One silo is frozen (SIGSTOP) for longer than the others wait, and continues later.</summary>
    Freeze,

    /// <summary>One silo's traffic is dropped, both ways, without a reset; healed later.</summary>
    Partition,

    /// <summary><c>kill -9</c> of every silo at once; all come back on new addresses.</summary>
    CrashOfAll,
}
