using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.Index;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Appends a user's next entries; fenced if they do not follow the user's last entry.</summary>
internal sealed class AppendWrite(EncodedEntries entries) : SqliteWrite<AppendResult>
{
    private const string Insert =
        "INSERT INTO event (position, user_key, sequence, event_hash, entry) VALUES (?1, ?2, ?3, ?4, ?5)";

    private readonly UserDigest _user = UserDigest.Of(entries.UserKey);

    public override int Size => entries.Size;

    public override void Execute(WriterSession session)
    {
        if (session.Entries.LastSequence(_user) != entries.First - 1)
        {
            Result = AppendResult.Fenced;
            return;
        }

        InsertAll(session, _user, entries, isMark: false);
        Result = AppendResult.Appended;
    }

    /// <summary>Inserts entries that are known to follow the last one.</summary>
    public static void InsertAll(WriterSession session, UserDigest user, EncodedEntries entries, bool isMark)
    {
        SqliteStatement insert = session.Statement(Insert).BindText(2, entries.UserKey);
        for (int i = 0; i < entries.Count; i++)
        {
            long hash = entries.EventHash(i);
            int position = session.Entries.Add(
                new NewEntry(user, entries.First + i, LogIndex.ShortHash(hash), isMark));
            _ = insert.Bind(1, position).Bind(3, entries.First + i).Bind(4, hash).BindBlob(5, entries.Entry(i)).Run();
        }
    }
}
