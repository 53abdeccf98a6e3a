using System.Security.Cryptography;
using Npgsql;

namespace Personalization.Testing.Postgres;

/// <summary>
/// A new, empty database on the PostgreSQL server of the tests, or a schema in one, which is faster to create. Disposal
/// drops the database and its open connections.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Names the environment variable with the server's connection string.</summary>
    public const string Variable = "PERSONALIZATION_TEST_POSTGRES";

    private readonly string _server;
    private readonly string _name;
    private readonly string? _schema;

    private TestDatabase(string server, string name, string? schema)
    {
        _server = server;
        _name = name;
        _schema = schema;
        ConnectionString =
            new NpgsqlConnectionStringBuilder(server) { Database = name, SearchPath = schema }.ConnectionString;
    }

    /// <summary>Gets the connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates a database. Skips the test if there is no server.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        string? server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(server), $"PostgreSQL is missing: tests/run.sh starts one, or set {Variable}.");
        string name = RandomName();
        await ExecuteAsync(server!, $"CREATE DATABASE {name} TEMPLATE template0");
        return new TestDatabase(server!, name, schema: null);
    }

    /// <summary>Creates an empty schema in this database. It is dropped with the database.</summary>
    public async Task<TestDatabase> CreateSchemaAsync()
    {
        string schema = RandomName();
        await ExecuteAsync($"CREATE SCHEMA {schema}");
        return new TestDatabase(_server, _name, schema);
    }

    /// <summary>Runs statements in the database on a new connection.</summary>
    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    /// <summary>Reads one value.</summary>
    public async Task<T> ReadAsync<T>(string sql)
    {
        await using NpgsqlConnection connection = await OpenAsync(ConnectionString);
        await using NpgsqlCommand command = new(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Ends every connection to the database, as a server shutdown does.</summary>
    public Task CutConnectionsAsync() =>
        ExecuteAsync(_server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}' AND "
            + $"pid <> pg_backend_pid()");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_schema is null)
        {
            await ExecuteAsync(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        }
    }

    private static string RandomName() => $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = await OpenAsync(connectionString);
        await using NpgsqlCommand command = new(sql, connection);
        _ = await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 60
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
