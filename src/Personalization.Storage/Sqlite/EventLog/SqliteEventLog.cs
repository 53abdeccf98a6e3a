using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>
/// Event log in the embedded store. An append that does not directly follow the user's last entry is fenced.
/// </summary>
public sealed class SqliteEventLog(SqliteStore store) : IEventLog, IEventFeed
{
    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken) =>
        store.WriteAsync(new AppendWrite(userKey, EncodedEntries.Encode(userKey, entries)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.ReadAsync(EventQueries.ReadUser, (userKey, afterSequence, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        store.ReadAsync(EventQueries.FindEvents, (userKey, events), cancellationToken);

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
    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        store.WriteAsync(new EraseWrite(userKey, EncodedEntries.Encode(userKey, [mark])), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        _ = await store.WriteAsync(new RemoveWrite(userKey, sequences, at), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) =>
        _ = await store.WriteAsync(new ProbeWrite(), cancellationToken).ConfigureAwait(false);
}
