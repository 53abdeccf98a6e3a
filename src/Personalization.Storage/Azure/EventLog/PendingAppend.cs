using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// An append, or an erasure, that waits to be written or is being written. Its caller is told the user's head as it was
/// before, or null when the append was fenced.
/// </summary>
internal sealed class PendingAppend(string userKey, AppendedEntries entries, bool erases) : PendingWrite<UserHead?>
{
    public string UserKey => userKey;

    public AppendedEntries Entries => entries;

    /// <summary>The user's key: a user's appends are written one after the other.</summary>
    public override string Key => userKey;

    /// <inheritdoc/>
    public override int Rows => entries.Count;

    /// <inheritdoc/>
    public override int Size => entries.Size;

    /// <summary>The head this append leaves, after one it follows.</summary>
    public UserHead Next(UserHead before, long position) => erases
        ? new UserHead(entries.First, entries.First - 1, IsErasing: before.Last > 0, position, Etag: null)
        : new UserHead(entries.First + entries.Count - 1, before.ErasedTo, before.IsErasing, position, Etag: null);

    /// <summary>Tells the caller what became of it, before the others of its group are written.</summary>
    public void Complete(UserHead? before)
    {
        Result = before;
        Complete();
    }
}
