namespace Personalization.Storage.GroupCommit;

/// <summary>The bounds of a backend's queue and of its commits.</summary>
internal sealed record GroupLimits
{
    /// <summary>Writes that may wait, from 1.</summary>
    public required int MaxQueued { get; init; }

    /// <summary>Bytes that may wait, from 1. One write alone always has room. Default: no bound.</summary>
    public long MaxQueuedBytes { get; init; } = long.MaxValue;

    /// <summary>
    /// Whether callers of a full queue wait for room (true) or are refused at once with a
    /// <see cref="StoreOverloadedException"/> (false, the default).
    /// </summary>
    public bool WaitsWhenFull { get; init; }

    /// <summary>Commits under way at once, from 1. Default 1.</summary>
    public int MaxParallel { get; init; } = 1;

    /// <summary>Writes of one commit, from 1. Default: no bound.</summary>
    public int MaxWrites { get; init; } = int.MaxValue;

    /// <summary>Rows of one commit, from 1, unless one write alone has more. Default: no bound.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>Bytes of one commit, from 1, unless one write alone has more. Default: no bound.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;
}
