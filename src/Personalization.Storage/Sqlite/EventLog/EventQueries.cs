using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Reads from the event table.</summary>
internal static class EventQueries
{
    private const int RowsBetweenCancellationChecks = 256;

    public static IReadOnlyList<LogEntry> ReadUser(
        SqliteSession session, (string UserKey, long After, int Limit) query, CancellationToken cancellationToken)
    {
        SqliteStatement statement = session
            .Statement(
                "SELECT sequence, entry FROM event WHERE user_key = ?1 AND sequence > max(?2, coalesce((SELECT before "
                + "FROM erasure WHERE user_key = ?1), 0) - 1) ORDER BY sequence LIMIT ?3")
            .BindText(1, query.UserKey).Bind(2, query.After).Bind(3, query.Limit);
        return ReadRows(statement, row => LogEntryCodec.Decode(row.Int64(0), row.Bytes(1)), cancellationToken);
    }

    public static IReadOnlyList<LogRecord> ReadAll(
        SqliteSession session, (long After, int Limit) query, CancellationToken cancellationToken)
    {
        SqliteStatement statement = session
            .Statement(
                "SELECT position, user_key, sequence, entry FROM event WHERE position > ?1 AND NOT EXISTS (SELECT 1 "
                + "FROM erasure WHERE erasure.user_key = event.user_key AND event.sequence < erasure.before) ORDER BY "
                + "position LIMIT ?2")
            .Bind(1, query.After).Bind(2, query.Limit);
        return ReadRows(
            statement,
            row => new LogRecord(row.Int64(0), row.Text(1), LogEntryCodec.Decode(row.Int64(2), row.Bytes(3))),
            cancellationToken);
    }

    /// <summary>Lists the users whose erasure was interrupted.</summary>
    public static IReadOnlyList<string> ReadErasures(
        SqliteSession session, int limit, CancellationToken cancellationToken) =>
        ReadRows(
            session.Statement("SELECT user_key FROM erasure LIMIT ?1").Bind(1, limit),
            row => row.Text(0),
            cancellationToken);

    /// <summary>
    /// Finds which events exist. Looks up the hashes, then reads the matching entries and compares the ids, because
    /// hashes can collide.
    /// </summary>
    public static IReadOnlySet<EventKey> FindEvents(
        SqliteSession session,
        (string UserKey, IReadOnlyCollection<EventKey> Events) query,
        CancellationToken cancellationToken)
    {
        HashSet<EventKey> found = [];
        HashSet<EventKey> wanted = [.. query.Events];
        foreach (long position in FindPositions(
            session, query.UserKey, [.. wanted.Select(wish => EventIdHash.Of(wish.EventId))], cancellationToken))
        {
            SqliteStatement read = session.Statement(
                "SELECT sequence, entry FROM event WHERE position = ?1").Bind(1, position);
            foreach (LogEntry entry in ReadRows(
                read, row => LogEntryCodec.Decode(row.Int64(0), row.Bytes(1)), cancellationToken))
            {
                _ = entry is EventEntry known && wanted.Contains(EventKey.Of(known.Event))
                    && found.Add(EventKey.Of(known.Event));
            }
        }

        return found;
    }

    /// <remarks>
    /// The first 1,024 entries of a user are scanned in the user's index. Later ones have an index of their hashes (see
    /// <see cref="SqliteSchema"/>), so the cost does not grow with the user's history.
    /// </remarks>
    private static List<long> FindPositions(
        SqliteSession session, string userKey, HashSet<long> hashes, CancellationToken cancellationToken)
    {
        SqliteStatement scan = session.Statement(
            "SELECT event_hash, position FROM event WHERE user_key = ?1 AND sequence <= 1024").BindText(1, userKey);
        List<long> positions =
        [
            .. ReadRows(scan, static row => (Hash: row.Int64(0), Position: row.Int64(1)), cancellationToken)
                .Where(row => hashes.Contains(row.Hash)).Select(row => row.Position),
        ];
        foreach (long hash in hashes)
        {
            SqliteStatement search = session
                .Statement("SELECT position FROM event INDEXED BY event_by_hash "
                    + "WHERE user_key = ?1 AND event_hash = ?2 AND sequence > 1024")
                .BindText(1, userKey).Bind(2, hash);
            positions.AddRange(ReadRows(search, static row => row.Int64(0), cancellationToken));
        }

        return positions;
    }

    private static List<T> ReadRows<T>(
        SqliteStatement statement, Func<SqliteStatement, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        try
        {
            while (statement.Step())
            {
                rows.Add(read(statement));
                if (rows.Count % RowsBetweenCancellationChecks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            statement.Reset();
        }

        return rows;
    }
}
