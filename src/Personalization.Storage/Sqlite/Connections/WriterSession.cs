using SQLitePCL;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// The one connection that writes, inside or outside of its transaction. Belongs to the writer's thread.
/// </summary>
internal sealed class WriterSession(SqliteSession session, long generation) : IDisposable
{
    private const int CounterBits = 40;

    private long _counter;

    /// <summary>The connection underneath.</summary>
    public SqliteSession Session => session;

    /// <summary>What the users' logs end with.</summary>
    public LastSequences LastSequences { get; } = new(session);

    /// <summary>
    /// An etag never given before, in this run (the counter) or in another (the generation, which each opening raises
    /// durably).
    /// </summary>
    public long NextEtag() => (generation << CounterBits) | ++_counter;

    public SqliteStatement Statement(string sql) => session.Statement(sql);

    public void Begin() => session.Statement("BEGIN IMMEDIATE").Run();

    public void Commit() => session.Statement("COMMIT").Run();

    /// <summary>Returns to the state before <see cref="Begin"/>.</summary>
    /// <exception cref="IOException">It is not possible: the connection must not be used any more.</exception>
    public void RollBack()
    {
        LastSequences.Clear();
        if (raw.sqlite3_get_autocommit(session.Connection.Handle) == 0)
        {
            session.Statement("ROLLBACK").Run();
        }
    }

    /// <summary>
    /// Deletes rows and overwrites their bytes in the file, so that what was forgotten cannot be dug out of free pages.
    /// </summary>
    /// <returns>How many rows were deleted.</returns>
    public int Shred(string sql, Action<SqliteStatement> bind)
    {
        SetSecureDelete("PRAGMA secure_delete = ON");
        SqliteStatement delete = session.Statement(sql);
        bind(delete);
        int deleted = delete.Run();
        SetSecureDelete("PRAGMA secure_delete = OFF");
        return deleted;
    }

    public void Dispose() => session.Dispose();

    private void SetSecureDelete(string pragma)
    {
        SqliteStatement statement = session.Statement(pragma);
        _ = statement.Step();
        statement.Reset();
    }
}
