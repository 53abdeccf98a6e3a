using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Writes appends in groups: one announcement for all, then one transaction per user. Each caller gets its result as
/// soon as its own transaction ends.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private const int MaxRounds = 8;

    private readonly UserRows _rows;
    private readonly GroupCommit<PendingAppend> _appends;
    private readonly GroupAnnouncer _announcer;
    private readonly HeadCache _heads = new();
    private readonly SemaphoreSlim _requests;

    /// <summary>Creates the writer of a silo.</summary>
    /// <param name="store">The storage account.</param>
    /// <param name="rows">The user rows in the account.</param>
    /// <param name="logger">Receives an error for each failed group; null for none.</param>
    public GroupWriter(AzureStore store, UserRows rows, ILogger? logger = null)
    {
        _rows = rows;
        _announcer = new GroupAnnouncer(store);
        _requests = new SemaphoreSlim(store.Options.ParallelRequests);
        GroupLimits limits = new()
        {
            MaxQueued = store.Options.MaxQueued,
            MaxParallel = store.Options.ParallelGroups,
            MaxWrites = store.Options.GroupAppends,
            MaxRows = LogPosition.MaxEntries,
        };
        _appends = new GroupCommit<PendingAppend>(WriteGroupAsync, limits, logger ?? NullLogger.Instance);
    }

    /// <summary>Writes an append or an erasure.</summary>
    /// <returns>The user's head before the write; null if the append was fenced.</returns>
    /// <exception cref="StoreOverloadedException">Too many appends are waiting; nothing was stored.</exception>
    /// <exception cref="IOException">The store failed; whether the append is stored is unknown.</exception>
    public ValueTask<UserHead?> WriteAsync(PendingAppend append, CancellationToken cancellationToken) =>
        _appends.SubmitAsync<PendingAppend, UserHead?>(append, cancellationToken);

    /// <summary>Drops the cached head of a user because it may be outdated.</summary>
    public void Forget(string userKey) => _heads.Forget(userKey);

    /// <summary>Writes all waiting appends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appends.DisposeAsync().ConfigureAwait(false);
        _requests.Dispose();
    }

    private async Task WriteGroupAsync(IReadOnlyList<PendingAppend> group)
    {
        try
        {
            await AnnounceAndCommitAsync(group).ConfigureAwait(false);
        }
        catch
        {
            foreach (PendingAppend append in group)
            {
                _heads.Forget(append.UserKey);
            }

            throw;
        }
    }

    private async Task AnnounceAndCommitAsync(IReadOnlyList<PendingAppend> group)
    {
        List<AppendAttempt> open = await InParallelAsync(group, FollowAsync).ConfigureAwait(false);
        for (int round = 0; open.Count > 0; round++)
        {
            if (round == MaxRounds)
            {
                throw new IOException(
                    $"{open.Count} appends were not written in {MaxRounds} rounds: "
                    + "their users' heads kept changing.");
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

    /// <summary>Finds the head that an append follows; completes the append as fenced if it follows none.</summary>
    private async Task<AppendAttempt?> FollowAsync(PendingAppend append)
    {
        UserHead? head = _heads.Find(append.UserKey);
        if (head?.Last != append.Entries.First - 1)
        {
            string partition = TableKeys.Partition(append.UserKey);
            head = await _rows.ReadHeadAsync(partition, CancellationToken.None).ConfigureAwait(false);
            _heads.Set(append.UserKey, head);
        }

        return FollowOrFence(append, head);
    }

    /// <summary>
    /// Writes an announced append. Returns the append if it must be announced again because only the etag of its head
    /// changed.
    /// </summary>
    private async Task<AppendAttempt?> CommitAsync((AppendAttempt Attempt, long Position) announced)
    {
        ((PendingAppend append, UserHead head), long position) = announced;
        string partition = TableKeys.Partition(append.UserKey);
        try
        {
            UserHead next = append.Next(head, position);
            IEnumerable<TableEntity> segments = LogSegment.Pack(partition, append.Entries, position);
            UserHead after = await _rows.CommitAsync(partition, head, next, segments, CancellationToken.None)
                .ConfigureAwait(false);
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
    /// Resolves a rejected transaction. There are three cases: another activation appended; a reader gave the head a
    /// new etag; or this was a retry and the first try, whose answer was lost, is stored.
    /// </summary>
    private async Task<AppendAttempt?> ResolveAsync((AppendAttempt Attempt, long Position) announced)
    {
        ((PendingAppend append, UserHead before), long position) = announced;
        string partition = TableKeys.Partition(append.UserKey);
        UserHead now = await _rows.ReadHeadAsync(partition, CancellationToken.None).ConfigureAwait(false);
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
            ? throw new IOException(
                "The user was erased while an append was being written; "
                + "whether the append was stored before is unknown.")
            : FollowOrFence(append, now);
    }

    private async Task<bool> IsStoredAsync(string partition, AppendedEntries entries, long position)
    {
        long last = entries.First + entries.Count - 1;
        await foreach (LogSegment segment in _rows
            .ReadSegmentsAsync(partition, entries.First - 1, last, CancellationToken.None).ConfigureAwait(false))
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

    /// <summary>
    /// Runs an action for each item in parallel. The setting limits the parallel actions of all groups together. A
    /// failure affects only its own item.
    /// </summary>
    private async Task<List<AppendAttempt>> InParallelAsync<T>(
        IReadOnlyList<T> items, Func<T, Task<AppendAttempt?>> action)
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
                PendingAppend append = item as PendingAppend
                    ?? (((AppendAttempt Attempt, long Position))(object)item!).Attempt.Append;
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
