using Personalization.Abstractions.Storage;
using Personalization.Shared.Postgres;
using Personalization.Storage.Postgres;

namespace Personalization.Tests.Storage;

public sealed class PostgresModelStoreTests(PostgresFixture fixture) : ModelStoreConformance, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    protected override ValueTask<PortSession<IModelStore>> OpenAsync() =>
        PostgresTestStore.OpenPortAsync<IModelStore>(_database!, database => new PostgresModelStore(database));
}
