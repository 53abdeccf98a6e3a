using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Database of a test class, with a separate schema for each test.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private TestDatabase? _database;

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? default;

    /// <summary>
    /// Creates the schema for the next test; skips the test if there is no server. Call it from the test, because a
    /// fixture cannot skip a test.
    /// </summary>
    internal async Task<TestDatabase> CreateAsync()
    {
        _database ??= await TestDatabase.CreateAsync();
        return await _database.CreateSchemaAsync();
    }
}
