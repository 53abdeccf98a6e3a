using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Reads entries of all users.</summary>
internal static class EventQueries
{
    private const int RowsBetweenCancellationChecks = 256;

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
