using System.Text;
using SQLitePCL;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// Reusable prepared statement that binds and reads spans without allocating, unlike ADO.NET commands. Not thread-safe.
/// Every failure is an <see cref="IOException"/> with SQLite's error message.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly StoreCondition _condition;

    public SqliteStatement(sqlite3 connection, StoreCondition condition, string sql)
    {
        (_connection, _condition) = (connection, condition);
        Check(raw.sqlite3_prepare_v2(connection, sql, out _statement));
    }

    /// <summary>Encodes a key as UTF-8.</summary>
    /// <exception cref="ArgumentException">The text has an unpaired surrogate and would collide with another
    /// key.</exception>
    public static byte[] Encode(string text) => Utf8.GetBytes(text);

    /// <summary>Encodes a key as UTF-8 into a buffer of at least <see cref="MaxBytesOf"/> bytes.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="ArgumentException">The text has an unpaired surrogate.</exception>
    public static int Encode(string text, Span<byte> utf8) => Utf8.GetBytes(text, utf8);

    /// <summary>Gets the most bytes that a key can have.</summary>
    public static int MaxBytesOf(string text) => Utf8.GetMaxByteCount(text.Length);

    public SqliteStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, parameter, utf8));
        return this;
    }

    public SqliteStatement BindText(int parameter, string text) => BindText(parameter, Encode(text));

    public SqliteStatement BindBlob(int parameter, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0)
            : raw.sqlite3_bind_blob(_statement, parameter, bytes));
        return this;
    }

    /// <summary>Advances to the next row.</summary>
    /// <returns>False after the last row. Call <see cref="Reset"/> afterwards in both cases, because an open statement
    /// keeps its transaction open.</returns>
    public bool Step()
    {
        int code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        IOException failure = Failure(code);
        Reset();
        throw failure;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>Number of changed rows.</returns>
    public int Run()
    {
        _ = Step();
        Reset();
        return raw.sqlite3_changes(_connection);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Gets the bytes of a column; valid until the next <see cref="Step"/> or <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    private IOException Failure(int code)
    {
        string message = raw.sqlite3_errmsg(_connection).utf8_to_string();
        _condition.ReportCode(code, message);
        return new IOException(
            $"The store failed: {message} (SQLite {code}, {raw.sqlite3_extended_errcode(_connection)}).");
    }
}
