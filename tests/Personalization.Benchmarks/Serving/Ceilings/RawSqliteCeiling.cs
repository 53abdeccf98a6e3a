using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>
/// The minimal durable append to SQLite: one table, one prepared insert, prepared bytes, and one thread that commits
/// all entries that queued during its last commit (write-ahead log, flushed at every commit). It has no fence, no
/// validation and no limits. If fenced, the table also has the unique index that such a log requires.
/// </summary>
internal sealed class RawSqliteCeiling : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private List<Row> _waiting = [];
    private bool _closed;

    public RawSqliteCeiling(string path, bool fenced)
    {
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA "
            + "wal_autocheckpoint=4096; "
            + "CREATE TABLE event (position INTEGER PRIMARY KEY, user_key TEXT NOT NULL, sequence INTEGER NOT NULL, "
            + "entry BLOB NOT NULL);"
            + (fenced ? "CREATE UNIQUE INDEX event_of_user ON event (user_key, sequence);" : string.Empty));
        _thread = new Thread(Loop) { IsBackground = true };
        _thread.Start();
    }

    public Task AppendAsync(byte[] userKey, long sequence, byte[] entry)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add(new Row(userKey, sequence, entry, done));
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _connection.Dispose();
    }

    private void Loop()
    {
        Check(raw.sqlite3_prepare_v2(_connection.Handle, "BEGIN IMMEDIATE", out sqlite3_stmt begin));
        Check(raw.sqlite3_prepare_v2(_connection.Handle, "COMMIT", out sqlite3_stmt commit));
        Check(raw.sqlite3_prepare_v2(
            _connection.Handle,
            "INSERT INTO event (user_key, sequence, entry) VALUES (?1, ?2, ?3)",
            out sqlite3_stmt insert));
        for (List<Row> group = Take([]); group.Count > 0; group = Take(group))
        {
            StepOnce(begin);
            foreach (Row row in group)
            {
                Check(raw.sqlite3_bind_text(insert, 1, row.UserKey));
                Check(raw.sqlite3_bind_int64(insert, 2, row.Sequence));
                Check(raw.sqlite3_bind_blob(insert, 3, row.Entry));
                StepOnce(insert);
            }

            StepOnce(commit);
            foreach (Row row in group)
            {
                row.Done.SetResult();
            }
        }

        begin.Dispose();
        commit.Dispose();
        insert.Dispose();
    }

    private List<Row> Take(List<Row> empty)
    {
        empty.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                _ = Monitor.Wait(_gate);
            }

            List<Row> group = _waiting;
            _waiting = empty;
            return group;
        }
    }

    private static void StepOnce(sqlite3_stmt statement)
    {
        int code = raw.sqlite3_step(statement);
        Check(code == raw.SQLITE_DONE ? raw.SQLITE_OK : code);
        Check(raw.sqlite3_reset(statement));
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite failed with code {code}");
        }
    }

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private readonly record struct Row(byte[] UserKey, long Sequence, byte[] Entry, TaskCompletionSource Done);
}
