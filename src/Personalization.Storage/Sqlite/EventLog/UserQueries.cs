using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.Index;
using SQLitePCL;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Reads the entries of a user at the positions that the index names.</summary>
internal static class UserQueries
{
    private const int RowsBetweenCancellationChecks = 256;

    /// <summary>More than a commit takes between the change of the file and the change of the index.</summary>
    private const int Tries = 1_000;

    private const string ReadBefore = "SELECT before FROM erasure WHERE user_key = ?1";
    private const string ReadRow = "SELECT sequence, entry FROM event WHERE position = ?1";

    /// <summary>Reads a user's entries in order.</summary>
    /// <exception cref="InvalidDataException">A row is not readable.</exception>
    /// <exception cref="IOException">The store failed, or a row is missing.</exception>
    public static IReadOnlyList<LogEntry> Read(
        SqliteSession session, UserRead query, CancellationToken cancellationToken)
    {
        UserDigest user = UserDigest.Of(query.UserKey);
        SpinWait wait = default;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            UserEntries entries = query.Index.Read(user, query.After, query.Limit);
            if (entries.Positions.Length == 0)
            {
                return [];
            }

            if (InOneSnapshot(session, () => TryRead(session, query.UserKey, entries, cancellationToken)) is { } read)
            {
                return read;
            }

            // An erasure was committed after the index was read. The index follows at once.
            wait.SpinOnce();
        }

        throw new IOException("The entries of a user changed during each attempt to read them. Try again.");
    }

    /// <summary>Finds which events a user's log contains.</summary>
    public static IReadOnlySet<EventKey> Find(
        SqliteSession session,
        (LogIndex Index, string UserKey, IReadOnlyCollection<EventKey> Events) query,
        CancellationToken cancellationToken)
    {
        HashSet<EventKey> wanted = [.. query.Events];
        HashSet<uint> hashes = [.. wanted.Select(wish => LogIndex.ShortHash(EventIdHash.Of(wish.EventId)))];
        IReadOnlyList<int> positions = query.Index.Find(UserDigest.Of(query.UserKey), hashes);
        return positions.Count == 0
            ? new HashSet<EventKey>()
            : InOneSnapshot(session, () => Match(session, query.UserKey, positions, wanted, cancellationToken));
    }

    /// <summary>Reads rows; null if one of them was erased since the index was read.</summary>
    private static List<LogEntry>? TryRead(
        SqliteSession session, string userKey, UserEntries entries, CancellationToken cancellationToken)
    {
        if (Before(session, userKey) > entries.First)
        {
            return null;
        }

        List<LogEntry> read = new(entries.Positions.Length);
        for (int i = 0; i < entries.Positions.Length; i++)
        {
            if (i % RowsBetweenCancellationChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (ReadAt(session, entries.Positions[i], 0) is not { } entry || entry.Sequence != entries.First + i)
            {
                return null;
            }

            read.Add(entry);
        }

        return read;
    }

    private static HashSet<EventKey> Match(
        SqliteSession session,
        string userKey,
        IReadOnlyList<int> positions,
        HashSet<EventKey> wanted,
        CancellationToken cancellationToken)
    {
        HashSet<EventKey> found = [];
        long before = Before(session, userKey);
        foreach (int position in positions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadAt(session, position, before) is EventEntry known && EventKey.Of(known.Event) is var key
                && wanted.Contains(key))
            {
                _ = found.Add(key);
            }
        }

        return found;
    }

    /// <summary>Reads the entry at a position; null if it was deleted or is hidden.</summary>
    private static LogEntry? ReadAt(SqliteSession session, int position, long before)
    {
        SqliteStatement row = session.Statement(ReadRow).Bind(1, position);
        try
        {
            return row.Step() && row.Int64(0) >= before ? LogEntryCodec.Decode(row.Int64(0), row.Bytes(1)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Gets the sequence number before which the user's entries are hidden; 0 for none.</summary>
    private static long Before(SqliteSession session, string userKey)
    {
        SqliteStatement statement = session.Statement(ReadBefore).BindText(1, userKey);
        long before = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return before;
    }

    private static T InOneSnapshot<T>(SqliteSession session, Func<T> read)
    {
        _ = session.Statement("BEGIN").Run();
        try
        {
            return read();
        }
        finally
        {
            if (raw.sqlite3_get_autocommit(session.Connection.Handle) == 0)
            {
                _ = session.Statement("COMMIT").Run();
            }
        }
    }
}

/// <summary>A read of a user's entries.</summary>
/// <param name="Index">The index of the log.</param>
/// <param name="UserKey">The user's key.</param>
/// <param name="After">The sequence number after which to read.</param>
/// <param name="Limit">The most entries.</param>
internal readonly record struct UserRead(LogIndex Index, string UserKey, long After, int Limit);
