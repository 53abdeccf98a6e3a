using Microsoft.Data.Sqlite;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>One connection with its prepared statements. Not safe for concurrent callers.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;

    // Statements are looked up by the identity of their constant text: comparing or hashing it would cost more than the
    // row.
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <summary>The connection underneath, for set-up.</summary>
    public SqliteConnection Connection => _connection;

    /// <summary>
    /// Opens the connection that writes, and makes the file when missing. Its cache of pages is small on purpose: a
    /// commit in which pages of the index were split goes through all pages in it, and nearly every commit is such a
    /// one. With 64 MB that was a quarter of the writer's time; what is not in it is read from the system's memory. A
    /// group that changes more is not written out before its commit.
    /// </summary>
    public static SqliteSession OpenWriter(string path) => Open(path, SqliteOpenMode.ReadWriteCreate,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; "
        + "PRAGMA cache_size=-16384; PRAGMA cache_spill=-65536; PRAGMA wal_autocheckpoint=4096; PRAGMA "
        + "journal_size_limit=67108864;");

    /// <summary>Opens a connection that reads.</summary>
    public static SqliteSession OpenReader(string path) => Open(path, SqliteOpenMode.ReadWrite,
        "PRAGMA query_only=ON; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;");

    /// <summary>The prepared statement of a constant text.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
        {
            statement = new SqliteStatement(_connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    public void Dispose()
    {
        foreach (SqliteStatement statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteSession Open(string path, SqliteOpenMode mode, string pragmas)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = pragmas;
            _ = command.ExecuteNonQuery();
            return new SqliteSession(connection);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new IOException($"The store '{path}' cannot be opened: {error.Message}", error);
        }
    }
}
