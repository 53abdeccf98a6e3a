using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>
/// Erases a user's entries and leaves a mark. The mark is inserted first: its position is then the highest, and no
/// position is ever reused.
/// </summary>
internal sealed class EraseWrite(string userKey, EncodedEntries mark) : SqliteWrite<long?>
{
    private const string Delete = "DELETE FROM event WHERE user_key = ?1 AND sequence < ?2";

    public override int Size => mark.Size;

    public override void Execute(WriterSession session)
    {
        if (session.LastSequences.Of(userKey, mark.UserKey) != mark.First - 1)
        {
            Result = null;
            return;
        }

        AppendWrite.InsertAll(session, mark);
        Result = session.Shred(Delete, statement => statement.BindText(1, mark.UserKey).Bind(2, mark.First));
        session.LastSequences.Set(userKey, mark.First);
    }
}
