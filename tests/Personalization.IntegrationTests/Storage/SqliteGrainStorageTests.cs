using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Storage.Sqlite.GrainState;

namespace Personalization.IntegrationTests.Storage;

public sealed class SqliteGrainStorageTests : GrainStorageConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    protected override int MostBytes => EncodedEntries.MaxBytes;

    protected override ValueTask<PortSession<IGrainStorage>> OpenAsync() =>
        SqliteTestStore.OpenPortAsync<IGrainStorage>(
            _folder, store => new SqliteGrainStorage(
                store, new ShopStateSerializer(), _services.GetRequiredService<IActivatorProvider>()));
}
