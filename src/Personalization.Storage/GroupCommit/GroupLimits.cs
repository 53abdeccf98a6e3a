namespace Personalization.Storage.GroupCommit;

/// <summary>Limits of a backend's write queue and of its commits.</summary>
internal sealed record GroupLimits
{
    /// <summary>Maximum number of waiting writes, >= 1.</summary>
    public required int MaxQueued { get; init; }

    /// <summary>Maximum bytes of waiting writes, >= 1. A single write always fits. Default: no limit.</summary>
    public long MaxQueuedBytes { get; init; } = long.MaxValue;

    /// <summary>
    /// True to let callers wait when the queue is full. False (default) to reject them with a
    /// <see cref="StoreOverloadedException"/>.
    /// </summary>
    public bool WaitsWhenFull { get; init; }

    /// <summary>Maximum number of concurrent commits, >= 1. Default 1.</summary>
    public int MaxParallel { get; init; } = 1;

    /// <summary>Maximum number of writes per commit, >= 1. Default: no limit.</summary>
    public int MaxWrites { get; init; } = int.MaxValue;

    /// <summary>Maximum number of rows per commit, >= 1; a single write may exceed it. Default: no limit.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>Maximum number of bytes per commit, >= 1; a single write may exceed it. Default: no limit.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;
}
