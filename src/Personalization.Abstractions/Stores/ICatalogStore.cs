using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Stores;

/// <summary>The durable store of the catalog.</summary>
public interface ICatalogStore
{
    /// <summary>Stores the present state of items, all or none.</summary>
    /// <param name="items">
    /// Whole items. A deleted item stays in the store with <see cref="CatalogItem.Deleted"/> set.
    /// </param>
    /// <param name="expectedEpoch">The catalog's epoch that the change is based on.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The new epoch (<paramref name="expectedEpoch"/> + 1). Null when another writer was first; nothing is stored
    /// then.
    /// </returns>
    ValueTask<long?> WriteAsync(
        IReadOnlyCollection<CatalogItem> items, long expectedEpoch, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the items that changed after an epoch, and the catalog's epoch. Epoch 0 reads the whole catalog.
    /// </summary>
    ValueTask<CatalogChange> ReadAsync(long afterEpoch, CancellationToken cancellationToken);

    /// <summary>Gets one item, even if it was deleted; null when it never existed.</summary>
    ValueTask<CatalogItem?> FindAsync(Identity.ItemId item, CancellationToken cancellationToken);

    /// <summary>Gets several items in one call, even deleted ones. Items that never existed are left out.</summary>
    /// <param name="items">The ids; an id may occur twice.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The items in no particular order, each once.</returns>
    ValueTask<IReadOnlyList<CatalogItem>> FindManyAsync(
        IReadOnlyCollection<Identity.ItemId> items, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets deleted items, so that they take no space. Skips items that are not deleted. The epoch stays.
    /// </summary>
    /// <remarks>A reader that is behind the deletion of such an item does not learn of it.</remarks>
    ValueTask RemoveDeletedAsync(
        IReadOnlyCollection<Identity.ItemId> items, CancellationToken cancellationToken);
}
