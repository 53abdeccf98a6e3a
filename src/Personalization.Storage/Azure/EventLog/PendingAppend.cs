using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// An append or erasure that is waiting or being written. The result is the user's head before the write; null if the
/// append was fenced.
/// </summary>
internal sealed class PendingAppend(string userKey, AppendedEntries entries, bool erases) : PendingWrite<UserHead?>
{
    public string UserKey => userKey;

    public AppendedEntries Entries => entries;

    /// <summary>The user key: appends of one user are written one after the other.</summary>
    public override string Key => userKey;

    /// <inheritdoc/>
    public override int Rows => entries.Count;

    /// <inheritdoc/>
    public override int Size => entries.Size;

    /// <summary>Gets the head after this append is written on top of another head.</summary>
    public UserHead Next(UserHead before, long position) => erases
        ? new UserHead(entries.First, entries.First - 1, IsErasing: before.Last > 0, position, Etag: null)
        : new UserHead(entries.First + entries.Count - 1, before.ErasedTo, before.IsErasing, position, Etag: null);

    /// <summary>Completes the caller before the rest of the group is written.</summary>
    public void Complete(UserHead? before)
    {
        Result = before;
        Complete();
    }
}

/// <summary>An append about to be written.</summary>
/// <param name="Append">The append to write.</param>
/// <param name="Head">The user's head that the append follows.</param>
internal readonly record struct AppendAttempt(PendingAppend Append, UserHead Head);
