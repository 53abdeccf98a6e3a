using SQLitePCL;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>The write connection and its transaction. Used only by the writer thread.</summary>
internal sealed class WriterSession(SqliteSession session, long generation) : IDisposable
{
    private const int CounterBits = 40;

    private long _counter;

    /// <summary>The underlying connection.</summary>
    public SqliteSession Session => session;

    /// <summary>Last sequence number of each user.</summary>
    public LastSequences LastSequences { get; } = new(session);

    /// <summary>
    /// Creates an etag that was never used before. The counter makes it unique in this run, and the generation, which
    /// each opening increments durably, makes it unique across runs.
    /// </summary>
    public long NextEtag() => (generation << CounterBits) | ++_counter;

    public SqliteStatement Statement(string sql) => session.Statement(sql);

    public void Begin() => session.Statement("BEGIN IMMEDIATE").Run();

    public void Commit() => session.Statement("COMMIT").Run();

    /// <summary>Rolls back to the state before <see cref="Begin"/>.</summary>
    /// <exception cref="IOException">The rollback failed; the connection must not be used any more.</exception>
    public void RollBack()
    {
        LastSequences.Clear();
        if (raw.sqlite3_get_autocommit(session.Connection.Handle) == 0)
        {
            session.Statement("ROLLBACK").Run();
        }
    }

    /// <summary>
    /// Deletes rows and overwrites their bytes in the file, so that erased data cannot be recovered from free pages.
    /// </summary>
    /// <returns>Number of deleted rows.</returns>
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
