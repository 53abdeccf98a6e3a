using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>Reads from the event log.</summary>
internal static class LogQueries
{
    /// <remarks>
    /// The condition on the head is checked once before any partition is scanned, so a user without new entries costs
    /// only the lookup of the head.
    /// </remarks>
    internal const string ReadUserSql = """
        SELECT sequence, entry FROM log_entry
        WHERE user_key = $1 AND sequence > $2 AND (SELECT last_sequence FROM log_head WHERE user_key = $1) > $2
        ORDER BY sequence LIMIT $3
        """;

    /// <remarks>
    /// The inner query is an index-only scan on vacuumed pages. The outer query reads the few matching entries.
    /// </remarks>
    private const string FindEventsSql = """
        SELECT sequence, entry FROM log_entry WHERE user_key = $1 AND sequence = ANY (ARRAY(
            SELECT sequence FROM log_entry WHERE user_key = $1 AND event_hash = ANY ($2) AND sequence <= 1024
            UNION ALL
            SELECT sequence FROM log_entry WHERE user_key = $1 AND event_hash = ANY ($2) AND sequence > 1024))
        """;

    /// <remarks>See <see cref="LogTables"/> for why a page ends at the oldest transaction of the snapshot.</remarks>
    private const string ReadAllSql = """
        WITH horizon AS MATERIALIZED (
            SELECT pg_snapshot_xmin(snapshot)::text::bigint AS oldest,
                pg_snapshot_xmax(snapshot)::text::bigint AS next, base
            FROM pg_current_snapshot() AS snapshot, log_origin
        )
        SELECT horizon.oldest, horizon.next, page.position, page.user_key, page.sequence, page.entry
        FROM horizon LEFT JOIN LATERAL (
            SELECT position, user_key, sequence, entry FROM log_entry
            WHERE position > $1 AND position < (SELECT (oldest + base) << 20 FROM horizon)
            ORDER BY position LIMIT $2
        ) AS page ON true
        ORDER BY page.position
        """;

    public static async Task<IReadOnlyList<LogEntry>> ReadUserAsync(
        NpgsqlConnection connection, string userKey, long after, int limit, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(ReadUserSql, userKey, after, (long)limit);
        return await command.ReadRowsPreparedAsync(ReadEntry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds which event ids exist. Scans the hashes in the user's part of the index, then reads the matching entries
    /// and compares the ids, because hashes can collide.
    /// </summary>
    public static async Task<IReadOnlySet<EventKey>> FindEventsAsync(
        NpgsqlConnection connection,
        string userKey,
        IReadOnlyCollection<EventKey> events,
        CancellationToken cancellationToken)
    {
        HashSet<EventKey> wanted = [.. events];
        using NpgsqlCommand command = connection.Command(
            FindEventsSql, userKey, wanted.Select(wish => EventIdHash.Of(wish.EventId)).ToArray());
        List<LogEntry> entries = await command.ReadRowsPreparedAsync(
            ReadEntry, cancellationToken).ConfigureAwait(false);
        wanted.IntersectWith(entries.OfType<EventEntry>().Select(entry => EventKey.Of(entry.Event)));
        return wanted;
    }

    public static async Task<LogPage> ReadAllAsync(
        NpgsqlConnection connection, long after, int limit, int timeout, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(ReadAllSql, after, (long)limit);
        command.CommandTimeout = timeout;
        List<LogRecord> records = [];
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            (long oldest, long next) = (0, 0);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (oldest, next) = (reader.GetInt64(0), reader.GetInt64(1));
                if (!reader.IsDBNull(2))
                {
                    LogEntry entry = LogEntryCodec.Decode(reader.GetInt64(4), reader.GetFieldValue<byte[]>(5));
                    records.Add(new LogRecord(reader.GetInt64(2), reader.GetString(3), entry));
                }
            }

            return new LogPage(records, oldest, next);
        }
    }

    private static LogEntry ReadEntry(NpgsqlDataReader reader) =>
        LogEntryCodec.Decode(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
}
