using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>
/// Starts to erase a user's entries: inserts the mark and deletes the first slice. If entries are left, the same
/// transaction hides them from readers, and <see cref="EraseSlice"/> deletes them.
/// </summary>
/// <remarks>
/// The mark is inserted first: its position is then the highest, and no position is ever reused.
/// </remarks>
internal sealed class EraseWrite(string userKey, EncodedEntries mark) : SqliteWrite<ErasedSlice?>
{
    private const string Hide =
        "INSERT INTO erasure (user_key, before) VALUES (?1, ?2) ON CONFLICT (user_key) DO UPDATE SET before = "
        + "excluded.before";

    public override int Size => mark.Size;

    public override void Execute(WriterSession session)
    {
        if (session.LastSequences.Of(userKey, mark.UserKey) != mark.First - 1)
        {
            Result = null;
            return;
        }

        AppendWrite.InsertAll(session, mark);
        _ = session.Statement(Hide).BindText(1, mark.UserKey).Bind(2, mark.First).Run();
        Result = EraseSlice.DeleteSlice(session, userKey);
        session.LastSequences.Set(userKey, mark.First);
    }
}
