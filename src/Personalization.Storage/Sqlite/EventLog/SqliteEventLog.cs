using System.Collections.Concurrent;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>
/// Event log in the embedded store. An append that does not directly follow the user's last entry is fenced.
/// </summary>
public sealed class SqliteEventLog(SqliteStore store) : IEventLog, IEventFeed
{
    private const int MaxErasures = 10_000;

    private readonly ConcurrentDictionary<string, byte> _erasing = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken) =>
        store.WriteAsync(new AppendWrite(EncodedEntries.Encode(userKey, entries)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.ReadAsync(
            UserQueries.Read, new UserRead(store.Index, userKey, afterSequence, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        store.ReadAsync(UserQueries.Find, (store.Index, userKey, events), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// Positions increase in commit order because there is a single writer. No entry can appear later at a position
    /// that a reader has passed.
    /// </remarks>
    public ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);

        // A long scan must not block the caller's turn.
        return new(Task.Run(
            () => store.ReadAsync(EventQueries.ReadAll, (afterPosition, limit), cancellationToken).AsTask(),
            cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The first commit hides all entries. A crash, or an error, before the last slice leaves entries that no reader
    /// sees; <see cref="FinishErasuresAsync"/> deletes them.
    /// </remarks>
    public async ValueTask<long?> EraseAsync(
        string userKey, ForgottenEntry mark, CancellationToken cancellationToken)
    {
        EraseWrite start = new(userKey, EncodedEntries.Encode(userKey, [mark]));
        ErasedSlice? first = await store.WriteAsync(start, cancellationToken).ConfigureAwait(false);
        if (first is not { } slice)
        {
            return null;
        }

        _ = _erasing.TryAdd(userKey, 0);
        try
        {
            return await EraseRestAsync(userKey, slice, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = _erasing.TryRemove(userKey, out _);
        }
    }

    /// <summary>Deletes the entries that interrupted erasures left.</summary>
    /// <returns>The number of finished erasures.</returns>
    public async Task<int> FinishErasuresAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> users = await store.ReadAsync(
            EventQueries.ReadErasures, MaxErasures, cancellationToken).ConfigureAwait(false);
        foreach (string user in users.Where(user => !_erasing.ContainsKey(user)))
        {
            _ = await EraseRestAsync(user, default, cancellationToken).ConfigureAwait(false);
        }

        return users.Count;
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        _ = await store.WriteAsync(new RemoveWrite(userKey, sequences, at), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) =>
        _ = await store.WriteAsync(new ProbeWrite(), cancellationToken).ConfigureAwait(false);

    private async Task<long> EraseRestAsync(string userKey, ErasedSlice slice, CancellationToken cancellationToken)
    {
        long erased = slice.Erased;
        while (!slice.IsLast)
        {
            slice = await store.WriteAsync(new EraseSlice(userKey), cancellationToken).ConfigureAwait(false);
            erased += slice.Erased;
        }

        return erased;
    }
}
