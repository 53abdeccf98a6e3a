using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Deletes the next slice of a forgotten user's entries. Other commits run between the slices.</summary>
internal sealed class EraseSlice(string userKey) : SqliteWrite<ErasedSlice>
{
    /// <summary>The most entries of one slice: about 10 ms of the writer's time.</summary>
    public const int Entries = 1_000;

    private const string Delete =
        "DELETE FROM event WHERE position IN (SELECT position FROM event WHERE user_key = ?1 AND sequence < (SELECT "
        + "before FROM erasure WHERE user_key = ?1) LIMIT ?2)";
    private const string Finish = "DELETE FROM erasure WHERE user_key = ?1";

    public override int Size => sizeof(long);

    public override void Execute(WriterSession session) => Result = DeleteSlice(session, userKey);

    /// <summary>Deletes a slice and, after the last one, ends the erasure.</summary>
    public static ErasedSlice DeleteSlice(WriterSession session, string userKey)
    {
        int erased = session.Erase(Delete, statement => statement.BindText(1, userKey).Bind(2, Entries));
        if (erased == Entries)
        {
            return new ErasedSlice(erased, IsLast: false);
        }

        _ = session.Erase(Finish, statement => statement.BindText(1, userKey));
        return new ErasedSlice(erased, IsLast: true);
    }
}

/// <summary>Result of one slice.</summary>
/// <param name="Erased">Number of deleted entries.</param>
/// <param name="IsLast">Whether no erased entry is left.</param>
internal readonly record struct ErasedSlice(int Erased, bool IsLast);
