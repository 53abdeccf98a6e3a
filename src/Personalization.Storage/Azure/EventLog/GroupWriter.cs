using Azure;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Writes appends in groups: one announcement for all, then each user's transaction. There is no timer window: a group is what queued
/// while the last ones were written.
/// </summary>
internal sealed class GroupWriter(AzureStore store, UserRows rows) : IAsyncDisposable
{
    private const int MaxRounds = 8;

    private readonly AppendQueue _queue = new(store.Options.MaxQueued, store.Options.GroupAppends, store.Options.ParallelGroups);
    private readonly GroupAnnouncer _announcer = new(store);
    private readonly HeadCache _heads = new();
    private readonly SemaphoreSlim _requests = new(store.Options.ParallelRequests);

    /// <summary>Writes an append or erasure.</summary>
    /// <returns>The user's head before it, or null when it was fenced.</returns>
    /// <exception cref="IOException">The store failed; whether it is stored is unknown.</exception>
    public Task<UserHead?> WriteAsync(PendingAppend append, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_queue.Add(append))
        {
            // Not on the caller's scheduler: a grain's turns are its own.
            _ = Task.Run(WriteGroupsAsync, CancellationToken.None);
        }

        return append.WaitAsync(cancellationToken);
    }

    /// <summary>What is known of the user's head may be outdated.</summary>
    public void Forget(string userKey) => _heads.Forget(userKey);

    /// <summary>Writes all that waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.CloseAsync().ConfigureAwait(false);
        _requests.Dispose();
    }

    private async Task WriteGroupsAsync()
    {
        List<PendingAppend>? group = null;
        while ((group = _queue.TakeGroup(group)) is not null)
        {
            try
            {
                await WriteGroupAsync(group).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                foreach (PendingAppend append in group)
                {
                    _heads.Forget(append.UserKey);
                    append.Fail(error as IOException ?? new IOException(error.Message, error));
                }
            }
        }
    }

    private async Task WriteGroupAsync(List<PendingAppend> group)
    {
        List<AppendAttempt> open = await InParallelAsync(group, FollowAsync).ConfigureAwait(false);
        for (int round = 0; open.Count > 0; round++)
        {
            if (round == MaxRounds)
            {
                throw new IOException($"{open.Count} appends did not get through in {MaxRounds} rounds: their users' heads kept changing.");
            }

            long next = await _announcer.AnnounceAsync(open).ConfigureAwait(false);
            List<(AppendAttempt Attempt, long Position)> announced = [];
            foreach (AppendAttempt attempt in open)
            {
                announced.Add((attempt, next));
                next += attempt.Append.Entries.Count;
            }

            open = await InParallelAsync(announced, CommitAsync).ConfigureAwait(false);
        }
    }

    /// <summary>Finds the head an append follows, or tells its caller that it follows none.</summary>
    private async Task<AppendAttempt?> FollowAsync(PendingAppend append)
    {
        UserHead? head = _heads.Find(append.UserKey);
        if (head?.Last != append.Entries.First - 1)
        {
            head = await rows.ReadHeadAsync(TableKeys.Partition(append.UserKey), CancellationToken.None).ConfigureAwait(false);
            _heads.Set(append.UserKey, head);
        }

        return FollowOrFence(append, head);
    }

    /// <summary>Writes an announced append. Returns what must be announced anew: its head has another etag, though nobody appended.</summary>
    private async Task<AppendAttempt?> CommitAsync((AppendAttempt Attempt, long Position) announced)
    {
        ((PendingAppend append, UserHead head), long position) = announced;
        string partition = TableKeys.Partition(append.UserKey);
        try
        {
            UserHead after = await rows.CommitAsync(
                partition, head, append.Next(head, position), LogSegment.Pack(partition, append.Entries, position), CancellationToken.None).ConfigureAwait(false);
            _heads.Set(append.UserKey, after);
            append.Complete(head);
            return null;
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            return await ResolveAsync(announced).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Finds out what a refused transaction means: another activation appended, the head was only touched, or the refused one was a
    /// retry and the first try, whose answer was lost, is stored.
    /// </summary>
    private async Task<AppendAttempt?> ResolveAsync((AppendAttempt Attempt, long Position) announced)
    {
        ((PendingAppend append, UserHead before), long position) = announced;
        string partition = TableKeys.Partition(append.UserKey);
        UserHead now = await rows.ReadHeadAsync(partition, CancellationToken.None).ConfigureAwait(false);
        _heads.Set(append.UserKey, now);
        if (now.Last < append.Entries.First)
        {
            return FollowOrFence(append, now);
        }

        if (now.Position == position || await IsStoredAsync(partition, append.Entries, position).ConfigureAwait(false))
        {
            append.Complete(before);
            return null;
        }

        return now.ErasedTo >= append.Entries.First
            ? throw new IOException("The user was erased while an append was being written; whether it was stored before is not known any more.")
            : FollowOrFence(append, now);
    }

    private async Task<bool> IsStoredAsync(string partition, AppendedEntries entries, long position)
    {
        long last = entries.First + entries.Count - 1;
        await foreach (LogSegment segment in rows.ReadSegmentsAsync(partition, entries.First - 1, last, CancellationToken.None).ConfigureAwait(false))
        {
            return segment.Position - segment.First == position - entries.First;
        }

        return false;
    }

    private static AppendAttempt? FollowOrFence(PendingAppend append, UserHead head)
    {
        if (head.Last == append.Entries.First - 1)
        {
            return new AppendAttempt(append, head);
        }

        append.Complete(before: null);
        return null;
    }

    /// <summary>Does something for each, so many at a time as the settings allow over all groups; one's failure is its own.</summary>
    private async Task<List<AppendAttempt>> InParallelAsync<T>(IReadOnlyList<T> items, Func<T, Task<AppendAttempt?>> action)
    {
        AppendAttempt?[] left = await Task.WhenAll(items.Select(OneAsync)).ConfigureAwait(false);
        return [.. left.OfType<AppendAttempt>()];

        async Task<AppendAttempt?> OneAsync(T item)
        {
            await _requests.WaitAsync().ConfigureAwait(false);
            try
            {
                return await action(item).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or RequestFailedException)
            {
                PendingAppend append = item is PendingAppend pending ? pending : (((AppendAttempt, long))(object)item!).Item1.Append;
                _heads.Forget(append.UserKey);
                append.Fail(error as IOException ?? new IOException($"Azure storage failed: {error.Message}", error));
                return null;
            }
            finally
            {
                _ = _requests.Release();
            }
        }
    }
}
