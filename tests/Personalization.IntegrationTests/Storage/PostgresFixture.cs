using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

/// <summary>A test class's database, with a schema for each of its tests.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private TestDatabase? _database;

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? default;

    /// <summary>
    /// What the next test works in; skips it when there is no server. To be called from the test, not from the fixture:
    /// only a test can be skipped.
    /// </summary>
    internal async Task<TestDatabase> CreateAsync()
    {
        _database ??= await TestDatabase.CreateAsync();
        return await _database.CreateSchemaAsync();
    }
}
