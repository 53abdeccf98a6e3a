using Microsoft.Data.Sqlite;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>One connection with its prepared statements. Not thread-safe.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly StoreCondition _condition;

    // Statements are looked up by reference to their constant text; comparing or hashing the text would cost more than
    // reading the row.
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    private SqliteSession(SqliteConnection connection, StoreCondition condition)
    {
        _connection = connection;
        _condition = condition;
    }

    /// <summary>The underlying connection, for setup.</summary>
    public SqliteConnection Connection => _connection;

    /// <summary>Opens the write connection; creates the file if missing.</summary>
    /// <remarks>
    /// Deleted and replaced bytes are overwritten, because they can be data of a user who is forgotten later.
    /// The page cache is small because a commit that splits index pages scans the whole cache, and nearly every commit
    /// does. With 64 MB the scan took a quarter of the writer's time. Pages that are not cached come from the operating
    /// system's file cache. The spill limit keeps larger groups in memory until their commit.
    /// </remarks>
    public static SqliteSession OpenWriter(string path, StoreCondition condition) => Open(
        path, SqliteOpenMode.ReadWriteCreate, condition,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; "
        + "PRAGMA secure_delete=ON; "
        + "PRAGMA cache_size=-16384; PRAGMA cache_spill=-65536; PRAGMA wal_autocheckpoint=4096; PRAGMA "
        + "journal_size_limit=67108864;");

    /// <summary>Opens a read connection.</summary>
    public static SqliteSession OpenReader(string path, StoreCondition condition) => Open(
        path, SqliteOpenMode.ReadWrite, condition,
        "PRAGMA query_only=ON; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;");

    /// <summary>Gets the prepared statement of a constant SQL text.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
        {
            statement = new SqliteStatement(_connection.Handle!, _condition, sql);
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

    private static SqliteSession Open(string path, SqliteOpenMode mode, StoreCondition condition, string pragmas)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = pragmas;
            _ = command.ExecuteNonQuery();
            return new SqliteSession(connection, condition);
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            condition.ReportCode(error.SqliteErrorCode, error.Message);
            throw new IOException($"The store '{path}' could not be opened: {error.Message}", error);
        }
    }
}
