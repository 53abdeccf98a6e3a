using Personalization.Abstractions.Stores;
using Personalization.Storage.Postgres.Catalog;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresCatalogStoreTests(PostgresFixture fixture)
    : CatalogStoreConformance, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    protected override ValueTask<PortSession<ICatalogStore>> OpenAsync() =>
        PostgresTestStore.OpenPortAsync<ICatalogStore>(_database!, database => new PostgresCatalogStore(database));
}
