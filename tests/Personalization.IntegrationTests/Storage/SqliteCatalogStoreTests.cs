using Personalization.Abstractions.Stores;
using Personalization.Storage.Sqlite.Catalog;

namespace Personalization.IntegrationTests.Storage;

public sealed class SqliteCatalogStoreTests : CatalogStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<PortSession<ICatalogStore>> OpenAsync() =>
        SqliteTestStore.OpenPortAsync<ICatalogStore>(_folder, store => new SqliteCatalogStore(store));
}
