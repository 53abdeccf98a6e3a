using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>What is read from the log.</summary>
internal static class LogQueries
{
    /// <summary>
    /// A user who has nothing new costs the look at the head alone: the condition on it is checked once, before any
    /// partition.
    /// </summary>
    internal const string ReadUserSql = """
        SELECT sequence, entry FROM log_entry
        WHERE user_key = $1 AND sequence > $2 AND (SELECT last_sequence FROM log_head WHERE user_key = $1) > $2
        ORDER BY sequence LIMIT $3
        """;

    /// <summary>
    /// The inner query needs nothing but the index, where the server has vacuumed; the outer one reads the few entries
    /// that it names.
    /// </summary>
    private const string FindEventsSql = """
        SELECT sequence, entry FROM log_entry WHERE user_key = $1 AND sequence = ANY (ARRAY(
            SELECT sequence FROM log_entry WHERE user_key = $1 AND event_hash = ANY ($2)))
        """;

    /// <summary>
    /// See <see cref="LogTables"/> for why the page ends where the snapshot's oldest transaction begins.
    /// </summary>
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
    /// Scans the user's part of the index for the hashes, then looks into the few entries that match: hashes may
    /// collide, answers may not.
    /// </summary>
    public static async Task<IReadOnlySet<string>> FindEventsAsync(
        NpgsqlConnection connection,
        string userKey,
        IReadOnlyCollection<string> eventIds,
        CancellationToken cancellationToken)
    {
        HashSet<string> wanted = new(eventIds, StringComparer.Ordinal);
        using NpgsqlCommand command = connection.Command(
            FindEventsSql, userKey, wanted.Select(EventIdHash.Of).ToArray());
        List<LogEntry> entries = await command.ReadRowsPreparedAsync(
            ReadEntry, cancellationToken).ConfigureAwait(false);
        wanted.IntersectWith(entries.OfType<EventEntry>().Select(entry => entry.Event.EventId));
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
