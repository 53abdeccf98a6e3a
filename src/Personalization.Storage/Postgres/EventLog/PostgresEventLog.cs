using Microsoft.Extensions.Logging;
using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.GroupCommit;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>
/// Event log in a PostgreSQL database, shared by any number of silos. An append that does not directly follow the
/// user's last entry is fenced.
/// </summary>
/// <remarks>
/// Limits: <see cref="PostgresText.MaxKeyBytes"/> bytes per key; <see cref="AppendWrite.MaxEntries"/> entries and
/// <see cref="AppendWrite.MaxBytes"/> bytes per append.
/// </remarks>
public sealed class PostgresEventLog : IEventLog, IEventFeed, ILogSeed, IAsyncDisposable
{
    private const string ProbeSql = "UPDATE store_probe SET count = count + 1";

    private const string SeedSql = """
        INSERT INTO log_head (user_key, last_sequence, previous_sequence) VALUES ($1, $2, $2 - 1)
        ON CONFLICT (user_key) DO NOTHING
        """;

    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(2);

    private readonly PostgresDatabase _database;
    private readonly GroupCommit<AppendWrite> _writer;

    /// <summary>Creates the log of a database that <see cref="PostgresSchema"/> has migrated.</summary>
    public PostgresEventLog(PostgresDatabase database, ILogger<PostgresEventLog> logger)
    {
        _database = database;
        _writer = new GroupCommit<AppendWrite>(CommitAsync, database.GroupLimits, logger);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreOverloadedException">Too many appends are waiting; nothing was stored.</exception>
    public ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken) =>
        _writer.SubmitAsync<AppendWrite, AppendResult>(AppendWrite.Create(userKey, entries), cancellationToken);

    /// <inheritdoc/>
    public async Task SeedAsync(string userKey, long last, CancellationToken cancellationToken)
    {
        _ = PostgresText.Check(userKey, nameof(userKey));
        int stored = await _database.WriteAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand seed = connection.Command(SeedSql, userKey, last);
                return await seed.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (stored == 0)
        {
            throw new IOException("A user to seed has entries already.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _ = PostgresText.Check(userKey, nameof(userKey));
        return await _database.ReadAsync(
            (connection, token) => LogQueries.ReadUserAsync(connection, userKey, afterSequence, limit, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken)
    {
        _ = PostgresText.Check(userKey, nameof(userKey));
        return await _database.ReadAsync(
            (connection, token) => LogQueries.FindEventsAsync(connection, userKey, events, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// If a page is not full, the read waits up to <see cref="PostgresStorageOptions.SettleMs"/> for the transactions
    /// that were open. On a healthy server the caller then gets everything that was committed before the call.
    /// </remarks>
    public async ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        long start = _database.Time.GetTimestamp();
        LogPage page = await ReadPageAsync(afterPosition, limit, cancellationToken).ConfigureAwait(false);
        long target = page.Next;
        while (page.Records.Count < limit && page.Oldest < target
            && _database.Time.GetElapsedTime(start).TotalMilliseconds < _database.Options.SettleMs)
        {
            await Task.Delay(SettlePause, _database.Time, cancellationToken).ConfigureAwait(false);
            page = await ReadPageAsync(afterPosition, limit, cancellationToken).ConfigureAwait(false);
        }

        return page.Records;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken)
    {
        AppendWrite write = AppendWrite.Create(userKey, [mark]);
        return await _database.WriteAsync(
            (connection, token) => EraseTransaction.RunAsync(connection, write, _database.Time.GetUtcNow(), token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _ = PostgresText.Check(userKey, nameof(userKey));
        byte[] entry = LogEntryCodec.Encode(new RemovedEntry { ReceivedAt = at });
        _ = await _database.WriteAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = connection.Command(
                    "UPDATE log_entry SET event_hash = 0, entry = $3 WHERE user_key = $1 AND sequence = ANY ($2)",
                    userKey,
                    sequences.ToArray(),
                    entry);
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Writes a row. Takes at most about twice <see cref="PostgresStorageOptions.CommandTimeoutSeconds"/>.
    /// </remarks>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) =>
        _ = await _database.WriteAsync(ProbeAsync, cancellationToken).ConfigureAwait(false);

    /// <summary>Commits all queued appends.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private Task<int> CommitAsync(IReadOnlyList<AppendWrite> appends) => _database.WriteAsync(
        (connection, token) => AppendBatch.RunAsync(connection, appends, _database.Time.GetUtcNow(), token),
        CancellationToken.None);

    private Task<LogPage> ReadPageAsync(long after, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            (connection, token) => LogQueries.ReadAllAsync(
                connection, after, limit, _database.Options.BulkTimeoutSeconds, token), cancellationToken);

    private static async Task<int> ProbeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(ProbeSql);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
