namespace Personalization.Benchmarks.Cluster.Failover;

/// <summary>The faults injected into a cluster.</summary>
internal enum Fault
{
    /// <summary>SIGTERM of one silo.</summary>
    Terminate,

    /// <summary><c>kill -9</c> of one silo.</summary>
    Kill,

    /// <summary>One silo is frozen (SIGSTOP) for longer than the others wait for it, then resumed.</summary>
    Freeze,

    /// <summary>One silo's traffic is dropped in both directions without a reset, then restored.</summary>
    Partition,

    /// <summary><c>kill -9</c> of every silo at once; all restart on new addresses.</summary>
    CrashOfAll,
}
