using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Stores;

/// <summary>The durable catalogue.</summary>
public interface ICatalogStore
{
    /// <summary>Stores items as they now are, all or none.</summary>
    /// <param name="items">Whole items; deleted ones keep a row with their mark.</param>
    /// <param name="expectedEpoch">The catalogue's epoch the writer knows.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The new epoch (<paramref name="expectedEpoch"/> + 1), or null when another writer was first: nothing was stored.</returns>
    ValueTask<long?> WriteAsync(IReadOnlyCollection<CatalogItem> items, long expectedEpoch, CancellationToken cancellationToken);

    /// <summary>The items changed after an epoch, and the catalogue's epoch. From 0: the whole catalogue.</summary>
    ValueTask<CatalogChange> ReadAsync(long afterEpoch, CancellationToken cancellationToken);

    /// <summary>One item, deleted or not; null when there never was one.</summary>
    ValueTask<CatalogItem?> FindAsync(Identity.ItemId item, CancellationToken cancellationToken);
}
