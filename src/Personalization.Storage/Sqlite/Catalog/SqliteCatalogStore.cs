using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.Catalog;

/// <summary>Catalog in the embedded store.</summary>
public sealed class SqliteCatalogStore(SqliteStore store) : ICatalogStore
{
    /// <inheritdoc/>
    public ValueTask<long?> WriteAsync(
        IReadOnlyCollection<CatalogItem> items, long expectedEpoch, CancellationToken cancellationToken) =>
        store.WriteAsync(new CatalogWrite(items, expectedEpoch), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CatalogChange> ReadAsync(long afterEpoch, CancellationToken cancellationToken) =>
        store.ReadAsync(CatalogQueries.ReadChange, afterEpoch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CatalogItem?> FindAsync(ItemId item, CancellationToken cancellationToken) =>
        store.ReadAsync(CatalogQueries.Find, item, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CatalogItem>> FindManyAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken) =>
        store.ReadAsync(CatalogQueries.FindMany, items, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RemoveDeletedAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken) =>
        _ = await store.WriteAsync(new TombstoneRemoval(items), cancellationToken).ConfigureAwait(false);
}
