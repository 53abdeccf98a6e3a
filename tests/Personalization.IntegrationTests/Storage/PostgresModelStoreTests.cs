using Personalization.Abstractions.Stores;
using Personalization.Storage.Postgres.Models;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresModelStoreTests(PostgresFixture fixture)
    : ModelStoreConformance, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    protected override ValueTask<PortSession<IModelStore>> OpenAsync() =>
        PostgresTestStore.OpenPortAsync<IModelStore>(_database!, database => new PostgresModelStore(database));
}
