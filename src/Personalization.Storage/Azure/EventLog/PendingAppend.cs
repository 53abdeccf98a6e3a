namespace Personalization.Storage.Azure.EventLog;

/// <summary>An append, or an erasure, that waits to be written or is being written.</summary>
internal sealed class PendingAppend(string userKey, AppendedEntries entries, bool erases)
{
    private readonly TaskCompletionSource<UserHead?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string UserKey => userKey;

    public AppendedEntries Entries => entries;

    /// <summary>Completes with the user's head as it was before, or null when the append was fenced.</summary>
    public Task<UserHead?> Task => _done.Task;

    /// <summary>Whether the caller has given up already.</summary>
    public bool IsSettled => _done.Task.IsCompleted;

    /// <summary>The head this append leaves, after one it follows.</summary>
    public UserHead Next(UserHead before, long position) => erases
        ? new UserHead(entries.First, entries.First - 1, IsErasing: before.Last > 0, position, Etag: null)
        : new UserHead(entries.First + entries.Count - 1, before.ErasedTo, before.IsErasing, position, Etag: null);

    public void Complete(UserHead? before) => _ = _done.TrySetResult(before);

    public void Fail(Exception error) => _ = _done.TrySetException(error);

    /// <summary>Waits until it is settled or the caller gives up; one that is still queued is then never written.</summary>
    public async Task<UserHead?> WaitAsync(CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (pending, token) => _ = ((PendingAppend)pending!)._done.TrySetCanceled(token), this);
        await using (registration.ConfigureAwait(false))
        {
            return await _done.Task.ConfigureAwait(false);
        }
    }
}
