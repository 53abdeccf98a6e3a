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
                "SELECT sequence, entry FROM event WHERE user_key = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3")
            .BindText(1, query.UserKey).Bind(2, query.After).Bind(3, query.Limit);
        return ReadRows(statement, row => LogEntryCodec.Decode(row.Int64(0), row.Bytes(1)), cancellationToken);
    }

    public static IReadOnlyList<LogRecord> ReadAll(
        SqliteSession session, (long After, int Limit) query, CancellationToken cancellationToken)
    {
        SqliteStatement statement = session
            .Statement(
                "SELECT position, user_key, sequence, entry FROM event WHERE position > ?1 ORDER BY position LIMIT ?2")
            .Bind(1, query.After).Bind(2, query.Limit);
        return ReadRows(
            statement,
            row => new LogRecord(row.Int64(0), row.Text(1), LogEntryCodec.Decode(row.Int64(2), row.Bytes(3))),
            cancellationToken);
    }

    /// <summary>
    /// Finds which event ids exist. Scans the hashes in the user's part of the index, then reads the matching entries
    /// and compares the ids, because hashes can collide.
    /// </summary>
    public static IReadOnlySet<string> FindEvents(
        SqliteSession session,
        (string UserKey, IReadOnlyCollection<string> EventIds) query,
        CancellationToken cancellationToken)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        HashSet<string> wanted = new(query.EventIds, StringComparer.Ordinal);
        foreach (long position in FindPositions(
            session, query.UserKey, [.. wanted.Select(EventIdHash.Of)], cancellationToken))
        {
            SqliteStatement read = session.Statement(
                "SELECT sequence, entry FROM event WHERE position = ?1").Bind(1, position);
            foreach (LogEntry entry in ReadRows(
                read, row => LogEntryCodec.Decode(row.Int64(0), row.Bytes(1)), cancellationToken))
            {
                _ = entry is EventEntry known && wanted.Contains(known.Event.EventId) && found.Add(known.Event.EventId);
            }
        }

        return found;
    }

    private static List<long> FindPositions(
        SqliteSession session, string userKey, HashSet<long> hashes, CancellationToken cancellationToken)
    {
        List<long> positions = [];
        SqliteStatement scan = session.Statement(
            "SELECT event_hash, position FROM event WHERE user_key = ?1").BindText(1, userKey);
        try
        {
            while (hashes.Count > 0 && scan.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (hashes.Contains(scan.Int64(0)))
                {
                    positions.Add(scan.Int64(1));
                }
            }
        }
        finally
        {
            scan.Reset();
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
