namespace Personalization.Storage.GroupCommit;

/// <summary>One caller's change, committed together with others.</summary>
internal interface IPendingWrite
{
    /// <summary>Ordering key; null for no ordering.</summary>
    /// <remarks>
    /// Two writes with one key are never in the same group or in concurrent commits, so they are stored in arrival
    /// order. A backend that stores one group at a time in order needs no keys.
    /// </remarks>
    string? Key { get; }

    /// <summary>Number of rows that the write stores, >= 1.</summary>
    int Rows { get; }

    /// <summary>Approximate number of bytes that the waiting write occupies.</summary>
    int Size { get; }

    /// <summary>
    /// Gets whether the caller is still waiting. A write that was canceled before its commit is not stored.
    /// </summary>
    bool IsWanted { get; }

    /// <summary>
    /// Reports to the caller that the change is durable. Does nothing if the write is already completed.
    /// </summary>
    void Complete();

    /// <summary>Reports to the caller that the commit failed. Does nothing if the write is already completed.</summary>
    void Fail(Exception error);
}
