using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.EventLog;
using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Event log in Azure tables. Each user is one partition with a head row and segment rows. An append is one entity
/// group transaction that replaces the head on its etag. The order of the whole log is the order of announcements (see
/// <see cref="LogFollower"/>).
/// </summary>
/// <remarks>Limits: 4,096 entries and 2.5 MiB per append, 960 KiB per entry, 1,024 bytes per user key.</remarks>
public sealed class AzureEventLog : IEventLog, IEventFeed, ILogSeed, IAsyncDisposable
{
    private const int MaxAttempts = 20;

    private readonly AzureStore _store;
    private readonly UserRows _rows;
    private readonly GroupWriter _writer;
    private readonly LogFollower _follower;

    internal AzureEventLog(AzureStore store, ILogger<AzureEventLog>? logger = null)
    {
        _store = store;
        _rows = new UserRows(store);
        _writer = new GroupWriter(store, _rows, logger);
        _follower = new LogFollower(store, _rows);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many appends are waiting; nothing was stored.</exception>
    public async ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        _ = TableKeys.Partition(userKey);
        PendingAppend append = new(userKey, AppendedEntries.Encode(userKey, entries), erases: false);
        UserHead? before = await _writer.WriteAsync(append, cancellationToken).ConfigureAwait(false);
        return before is null ? AppendResult.Fenced : AppendResult.Appended;
    }

    /// <inheritdoc/>
    public async Task SeedAsync(string userKey, long last, CancellationToken cancellationToken)
    {
        string partition = TableKeys.Partition(userKey);
        UserHead head = new(last, last, IsErasing: false, 0, Etag: null);
        try
        {
            _ = await _rows.CommitAsync(partition, UserHead.None, head, [], cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            throw new IOException("A user to seed has entries already.", error);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The head arrives last in the same query, or is read afterwards. Entries that the head marks as erased are left
    /// out. A gap in the sequence means that an erasure happened between two pages, so the read is repeated.
    /// </remarks>
    public async ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        string partition = TableKeys.Partition(userKey);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            (List<LogEntry> entries, UserHead head) =
                await ReadTailAsync(partition, afterSequence, limit, cancellationToken).ConfigureAwait(false);
            if (head.IsErasing)
            {
                await _rows.TryDeleteErasedAsync(partition, head, cancellationToken).ConfigureAwait(false);
                _writer.Forget(userKey);
            }

            long from = Math.Max(afterSequence, head.ErasedTo);
            List<LogEntry> live = [.. entries.Where(entry => entry.Sequence > from)];
            bool follows = live.Select((entry, i) => entry.Sequence == from + 1 + i).All(follow => follow);
            if (follows && (live.Count > 0 || head.Last <= from))
            {
                return live;
            }
        }

        throw new IOException($"The user's log changed during each of {MaxAttempts} attempts to read it.");
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Scans the user's hashes, then reads the few matching segments and compares the ids, because hashes can collide.
    /// Unlike in the other backends the cost grows with the user's log: 1,000 segments are one request.
    /// </remarks>
    public async ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken)
    {
        string partition = TableKeys.Partition(userKey);
        HashSet<EventKey> wanted = [.. events];
        HashSet<long> hashes = [.. wanted.Select(wish => EventIdHash.Of(wish.EventId))];
        List<LogSegment> matching = [];
        await foreach (LogSegment segment in _rows.ReadIndexAsync(partition, cancellationToken).ConfigureAwait(false))
        {
            if (Enumerable.Range(0, (int)(segment.Last - segment.First + 1)).Any(i => hashes.Contains(segment.Hash(i))))
            {
                matching.Add(segment);
            }
        }

        HashSet<EventKey> found = [];
        UserHead head = matching.Count == 0
            ? UserHead.None
            : await _rows.ReadHeadAsync(partition, cancellationToken).ConfigureAwait(false);
        foreach (LogSegment match in matching.Where(segment => segment.Last > head.ErasedTo))
        {
            await foreach (LogSegment segment in _rows
                .ReadSegmentsAsync(partition, match.First - 1, match.Last, cancellationToken).ConfigureAwait(false))
            {
                IEnumerable<EventKey> keys = segment.Entries().OfType<EventEntry>()
                    .Select(entry => EventKey.Of(entry.Event));
                found.UnionWith(keys.Where(wanted.Contains));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return await _follower.ReadAsync(afterPosition, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The new head hides all earlier entries from readers at once; then the rows are deleted. After a crash between
    /// the two steps, the next call for the user deletes the rows, or else a reader of the whole log does.
    /// </remarks>
    public async ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken)
    {
        string partition = TableKeys.Partition(userKey);
        PendingAppend erasure = new(userKey, AppendedEntries.Encode(userKey, [mark]), erases: true);
        UserHead? before = await _writer.WriteAsync(erasure, cancellationToken).ConfigureAwait(false);
        UserHead head = await _rows.ReadHeadAsync(partition, cancellationToken).ConfigureAwait(false);
        if (head.IsErasing)
        {
            await _rows.DeleteErasedAsync(partition, head, cancellationToken).ConfigureAwait(false);
            _writer.Forget(userKey);
        }

        return before is null ? null : before.Last - before.ErasedTo;
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (sequences.Count > 0)
        {
            await _rows.RemoveAsync(
                TableKeys.Partition(userKey), userKey, [.. sequences], at, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        TableEntity row = new(TableKeys.Probe, "probe") { ["At"] = _store.Clock.UtcNow };
        try
        {
            _ = await _store.Calls.RunAsync(
                token => _store.Events.UpsertEntityAsync(row, TableUpdateMode.Replace, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RequestFailedException error)
        {
            throw new IOException($"Azure storage cannot be written to: {error.Message}", error);
        }
    }

    /// <summary>Writes all waiting appends.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<(List<LogEntry> Entries, UserHead Head)> ReadTailAsync(
        string partition, long after, int limit, CancellationToken cancellationToken)
    {
        List<LogEntry> entries = [];
        await foreach (TableEntity row in _rows
            .ReadTailAsync(partition, after, limit + 1, cancellationToken).ConfigureAwait(false))
        {
            if (row.RowKey == TableKeys.Head)
            {
                return (entries, UserHead.Read(row));
            }

            if (entries.Count >= limit)
            {
                break;
            }

            IEnumerable<LogEntry> behind = LogSegment.Read(row).Entries().Where(entry => entry.Sequence > after);
            entries.AddRange(behind.Take(limit - entries.Count));
        }

        return (entries, await _rows.ReadHeadAsync(partition, cancellationToken).ConfigureAwait(false));
    }
}
