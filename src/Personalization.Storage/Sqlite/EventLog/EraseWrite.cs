using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.Index;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>
/// Starts to erase a user's entries: inserts the mark and deletes the first slice. If entries are left, the same
/// transaction hides them from readers, and <see cref="EraseSlice"/> deletes them.
/// </summary>
/// <remarks>
/// The mark's position is the highest, and no position is ever reused.
/// </remarks>
internal sealed class EraseWrite(string userKey, EncodedEntries mark) : SqliteWrite<ErasedSlice?>
{
    private const string Hide =
        "INSERT INTO erasure (user_key, before) VALUES (?1, ?2) ON CONFLICT (user_key) DO UPDATE SET before = "
        + "excluded.before";

    private readonly UserDigest _user = UserDigest.Of(userKey);

    public override int Size => mark.Size;

    public override void Execute(WriterSession session)
    {
        if (session.Entries.LastSequence(_user) != mark.First - 1)
        {
            Result = null;
            return;
        }

        // Entries of this transaction and of an interrupted erasure are left to the next slice.
        ErasedEntries? latest =
            session.Entries.Has(_user) ? null : session.Index.ReadLatest(_user, EraseSlice.Entries);
        AppendWrite.InsertAll(session, _user, mark, isMark: true);
        _ = session.Statement(Hide).BindText(1, mark.UserKey).Bind(2, mark.First).Run();
        Result = latest is { } slice
            ? EraseSlice.DeleteSlice(session, userKey, _user, slice)
            : new ErasedSlice(0, IsLast: false);
    }
}
