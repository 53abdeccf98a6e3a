namespace Personalization.Storage.GroupCommit;

/// <summary>One caller's change, stored together with others in one commit.</summary>
internal interface IPendingWrite
{
    /// <summary>
    /// Two writes with one key are never in the same group and never in two commits at once: they are stored in the
    /// order they came. Null for a write that needs no such care, because its backend stores one group at a time in
    /// order.
    /// </summary>
    string? Key { get; }

    /// <summary>How many rows it writes, from 1.</summary>
    int Rows { get; }

    /// <summary>About how many bytes it holds while it waits.</summary>
    int Size { get; }

    /// <summary>Whether the caller still waits. A write that was cancelled before its commit is not stored.</summary>
    bool IsWanted { get; }

    /// <summary>
    /// Tells the caller that the change is durable. Does nothing when the caller has its answer already.
    /// </summary>
    void Complete();

    /// <summary>Tells the caller that the commit failed. Does nothing when the caller has its answer already.</summary>
    void Fail(Exception error);
}
