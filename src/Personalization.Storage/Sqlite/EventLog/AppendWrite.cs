using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Appends a user's next entries; fenced if they do not follow the user's last entry.</summary>
internal sealed class AppendWrite(string userKey, EncodedEntries entries) : SqliteWrite<AppendResult>
{
    private const string Insert = "INSERT INTO event (user_key, sequence, event_hash, entry) VALUES (?1, ?2, ?3, ?4)";

    public override int Size => entries.Size;

    public override void Execute(WriterSession session)
    {
        if (session.LastSequences.Of(userKey, entries.UserKey) != entries.First - 1)
        {
            Result = AppendResult.Fenced;
            return;
        }

        InsertAll(session, entries);
        session.LastSequences.Set(userKey, entries.Last);
        Result = AppendResult.Appended;
    }

    /// <summary>Inserts entries that are known to follow the last one.</summary>
    public static void InsertAll(WriterSession session, EncodedEntries entries)
    {
        SqliteStatement insert = session.Statement(Insert).BindText(1, entries.UserKey);
        for (int i = 0; i < entries.Count; i++)
        {
            _ = insert.Bind(2, entries.First + i).Bind(3, entries.EventHash(i)).BindBlob(4, entries.Entry(i)).Run();
        }
    }
}
