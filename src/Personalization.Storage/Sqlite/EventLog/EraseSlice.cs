using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.Index;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Deletes the next slice of a forgotten user's entries. Other commits run between the slices.</summary>
internal sealed class EraseSlice(string userKey) : SqliteWrite<ErasedSlice>
{
    /// <summary>The most entries of one slice: about 10 ms of the writer's time.</summary>
    public const int Entries = 1_000;

    private const string Delete = "DELETE FROM event WHERE position = ?1";
    private const string Finish = "DELETE FROM erasure WHERE user_key = ?1";

    private readonly UserDigest _user = UserDigest.Of(userKey);

    public override int Size => sizeof(long);

    public override void Execute(WriterSession session) => Result = session.Entries.Has(_user)
        ? new ErasedSlice(0, IsLast: false)
        : DeleteSlice(session, userKey, _user, session.Index.ReadErased(_user, Entries));

    /// <summary>Deletes a slice and, after the last one, ends the erasure.</summary>
    public static ErasedSlice DeleteSlice(
        WriterSession session, string userKey, UserDigest user, ErasedEntries slice)
    {
        int erased = 0;
        foreach (int position in slice.Positions)
        {
            erased += session.Erase(Delete, statement => statement.Bind(1, position));
        }

        if (slice.Positions.Count > 0)
        {
            session.Entries.NoteDeleted(user, slice.Next);
        }

        if (slice.Next == 0)
        {
            _ = session.Erase(Finish, statement => statement.BindText(1, userKey));
        }

        return new ErasedSlice(erased, IsLast: slice.Next == 0);
    }
}

/// <summary>Result of one slice.</summary>
/// <param name="Erased">Number of deleted entries.</param>
/// <param name="IsLast">Whether no erased entry is left.</param>
internal readonly record struct ErasedSlice(int Erased, bool IsLast);
