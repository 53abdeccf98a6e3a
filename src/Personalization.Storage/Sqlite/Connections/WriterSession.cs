using Personalization.Storage.Sqlite.Index;
using SQLitePCL;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>The write connection and its transaction. Used only by the writer thread.</summary>
internal sealed class WriterSession(
    SqliteSession session, long generation, LogIndex index, int indexBatch) : IDisposable
{
    private const int CounterBits = 40;
    private const int BusyMs = 5000;

    /// <summary>The longest wait of a truncation for readers of the log; writes wait as long.</summary>
    private const int TruncateBusyMs = 20;

    private long _counter;
    private bool _erased;

    /// <summary>The underlying connection.</summary>
    public SqliteSession Session => session;

    /// <summary>The index of the event log, as of the last commit.</summary>
    public LogIndex Index => index;

    /// <summary>The log entries of the open transaction.</summary>
    public OpenEntries Entries { get; } = new(index);

    /// <summary>
    /// Creates an etag that was never used before. The counter makes it unique in this run, and the generation, which
    /// each opening increments durably, makes it unique across runs.
    /// </summary>
    public long NextEtag() => (generation << CounterBits) | ++_counter;

    public SqliteStatement Statement(string sql) => session.Statement(sql);

    public void Begin() => session.Statement("BEGIN IMMEDIATE").Run();

    /// <summary>Commits and then adds the new entries to the index.</summary>
    public void Commit() => Commit(indexBatch);

    /// <summary>Stores what is left of the index, before the store closes.</summary>
    public void SaveIndex()
    {
        Begin();
        Commit(indexFrom: 1);
    }

    /// <summary>Rolls back to the state before <see cref="Begin"/>.</summary>
    /// <exception cref="IOException">The rollback failed; the connection must not be used any more.</exception>
    public void RollBack()
    {
        Entries.Clear();
        if (raw.sqlite3_get_autocommit(session.Connection.Handle) == 0)
        {
            session.Statement("ROLLBACK").Run();
        }
    }

    /// <summary>
    /// Deletes or replaces rows that must not be readable any more. Their bytes are overwritten in the file. The
    /// write-ahead log, which still has them, is truncated soon after the commit.
    /// </summary>
    /// <returns>Number of changed rows.</returns>
    public int Erase(string sql, Action<SqliteStatement> bind)
    {
        SqliteStatement delete = session.Statement(sql);
        bind(delete);
        _erased = true;
        return delete.Run();
    }

    /// <summary>Gets whether rows were erased since the last call.</summary>
    public bool TakeErased()
    {
        bool erased = _erased;
        _erased = false;
        return erased;
    }

    /// <summary>Copies the write-ahead log into the file and truncates it to no bytes.</summary>
    /// <returns>False if a reader still needs the log; try again later.</returns>
    /// <exception cref="IOException">The store failed.</exception>
    public bool TryTruncateLog()
    {
        sqlite3 handle = session.Connection.Handle!;
        _ = raw.sqlite3_busy_timeout(handle, TruncateBusyMs);
        SqliteStatement truncate = session.Statement("PRAGMA wal_checkpoint(TRUNCATE)");
        try
        {
            return truncate.Step() && truncate.Int64(0) == 0;
        }
        finally
        {
            truncate.Reset();
            _ = raw.sqlite3_busy_timeout(handle, BusyMs);
        }
    }

    public void Dispose() => session.Dispose();

    private void Commit(int indexFrom)
    {
        bool isSaved = IndexStore.Save(session, index, indexFrom);
        _ = session.Statement("COMMIT").Run();
        if (isSaved)
        {
            index.Unsaved.Clear();
        }

        Entries.Apply();
    }
}
