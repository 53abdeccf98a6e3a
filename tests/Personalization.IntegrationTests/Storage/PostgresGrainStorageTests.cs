using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Storage.Postgres.GrainState;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresGrainStorageTests(PostgresFixture fixture)
    : GrainStorageConformance, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    protected override int MostBytes => PostgresGrainStorage.MaxBytes;

    protected override ValueTask<PortSession<IGrainStorage>> OpenAsync() =>
        PostgresTestStore.OpenPortAsync<IGrainStorage>(_database!, database =>
            new PostgresGrainStorage(
                database,
                new ShopStateSerializer(),
                _services.GetRequiredService<IActivatorProvider>(),
                NullLogger<PostgresGrainStorage>.Instance));
}
