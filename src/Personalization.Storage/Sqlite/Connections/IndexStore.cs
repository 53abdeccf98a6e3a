using Microsoft.Extensions.Logging;
using Personalization.Storage.Sqlite.Index;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Loads the index of the event log at the start and stores it in batches.</summary>
/// <remarks>
/// The stored batches only save time. The rows of the log are the truth: rows after the last batch are read at the
/// start, and if a batch is not readable, all rows are.
/// </remarks>
internal static class IndexStore
{
    private const int PageRows = 16_384;
    private const int LoggedEntries = 100_000;
    private const string Insert = "INSERT INTO log_index (last, body) VALUES (?1, ?2)";
    private const string ReadBatches = "SELECT last, body FROM log_index ORDER BY last";
    private const string ReadLast = "SELECT coalesce(max(last), 0) FROM log_index";
    private const string ReadRows =
        "SELECT position, user_key, sequence, event_hash FROM event WHERE position > ?1 ORDER BY position LIMIT ?2";
    private const string FindRow = "SELECT 1 FROM event WHERE position = ?1";
    private const string ReadErasures = "SELECT user_key, before FROM erasure";

    /// <summary>Loads the index. If the file is damaged there, the index throws at each use.</summary>
    /// <exception cref="IOException">The store failed for another reason than damage.</exception>
    public static LogIndex Load(SqliteSession session, StoreCondition condition, ILogger logger)
    {
        try
        {
            LogIndex index = LoadBatches(session, logger);
            int saved = index.LastPosition;
            Dictionary<UserDigest, long> erasures = LoadErasures(session);
            AddRows(session, index, erasures);
            index.EndErasures(erasures.Keys.ToHashSet());
            if (index.LastPosition - saved >= LoggedEntries)
            {
                logger.LogInformation(
                    "Indexed {Count} positions of the event log from its rows.", index.LastPosition - saved);
            }

            return index;
        }
        catch (IOException error) when (condition.Damage is not null)
        {
            return new LogIndex(error);
        }
    }

    /// <summary>Stores a batch in the open transaction.</summary>
    /// <returns>Whether there was anything to store. The caller clears the unsaved entries after the commit.</returns>
    public static bool Save(SqliteSession session, LogIndex index, int atLeast)
    {
        if (index.Unsaved.Entries.Count < Math.Max(1, atLeast))
        {
            return false;
        }

        SqliteStatement last = session.Statement(ReadLast);
        int after = last.Step() ? (int)last.Int64(0) : 0;
        last.Reset();
        ReadOnlyMemory<byte> body = IndexBatchWriter.Encode(index.Unsaved, after);
        _ = session.Statement(Insert)
            .Bind(1, index.Unsaved.Entries[^1].Position).BindBlob(2, body.Span).Run();
        return true;
    }

    private static LogIndex LoadBatches(SqliteSession session, ILogger logger)
    {
        LogIndex index = new();
        SqliteStatement batches = session.Statement(ReadBatches);
        try
        {
            while (batches.Step())
            {
                index.Load(batches.Bytes(1));
                if (index.LastPosition != batches.Int64(0))
                {
                    throw new InvalidDataException(
                        $"A batch of the index ends at {index.LastPosition} but must end at {batches.Int64(0)}.");
                }
            }

            index.Unsaved.SavedUsers = index.Users;
            return index;
        }
        catch (InvalidDataException error)
        {
            logger.LogWarning(error, "The stored index of the event log was not readable. It is built from the rows.");
        }
        finally
        {
            batches.Reset();
        }

        _ = session.Statement("DELETE FROM log_index").Run();
        return new LogIndex();
    }

    private static Dictionary<UserDigest, long> LoadErasures(SqliteSession session)
    {
        Dictionary<UserDigest, long> erasures = [];
        SqliteStatement statement = session.Statement(ReadErasures);
        while (statement.Step())
        {
            erasures.Add(UserDigest.Of(statement.Text(0)), statement.Int64(1));
        }

        statement.Reset();
        return erasures;
    }

    private static void AddRows(SqliteSession session, LogIndex index, Dictionary<UserDigest, long> erasures)
    {
        int saved = index.LastPosition;
        int read;
        do
        {
            read = 0;
            SqliteStatement rows = session.Statement(ReadRows).Bind(1, index.LastPosition).Bind(2, PageRows);
            while (rows.Step())
            {
                UserDigest user = UserDigest.Of(rows.Text(1));
                long sequence = rows.Int64(2);
                uint hash = LogIndex.ShortHash(rows.Int64(3));
                bool isMark = hash == 0 && IsMark(session, index, user, sequence, saved, erasures);
                index.Add(checked((int)rows.Int64(0)), new NewEntry(user, sequence, hash, isMark));
                read++;
            }

            rows.Reset();
            SaveAtStart(session, index);
        }
        while (read == PageRows);
    }

    /// <summary>Finds whether a row erased the earlier entries of its user: they are hidden or deleted.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="index">The index with all earlier rows.</param>
    /// <param name="user">The row's user.</param>
    /// <param name="sequence">The row's sequence number.</param>
    /// <param name="saved">Last position of the stored batches. Only a batch can list a deleted row.</param>
    /// <param name="erasures">The unfinished erasures.</param>
    private static bool IsMark(
        SqliteSession session,
        LogIndex index,
        UserDigest user,
        long sequence,
        int saved,
        Dictionary<UserDigest, long> erasures)
    {
        int previous = index.LastPositionOf(user);
        if (previous == 0 || (erasures.TryGetValue(user, out long before) && before == sequence))
        {
            return previous != 0;
        }

        if (previous > saved)
        {
            return false;
        }

        SqliteStatement find = session.Statement(FindRow).Bind(1, previous);
        bool exists = find.Step();
        find.Reset();
        return !exists;
    }

    private static void SaveAtStart(SqliteSession session, LogIndex index)
    {
        if (Save(session, index, PageRows))
        {
            index.Unsaved.Clear();
        }
    }
}
