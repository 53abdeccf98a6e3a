using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>The only writer of the catalog. Key: 0.</summary>
/// <remarks>
/// When a write returns, the change is durable and every reachable silo serves from it. A write that changes nothing
/// keeps the epoch.
/// </remarks>
[GrainInterfaceType("Personalization.ICatalogGrain"), Alias("Personalization.ICatalogGrain")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Adds items, or replaces existing items as a whole.</summary>
    /// <returns>The catalog's epoch after the change.</returns>
    [Alias("Put")]
    Task<long> PutAsync(ImmutableArray<ItemPatch> items);

    /// <summary>Changes some fields of one item.</summary>
    /// <returns>The item after the change; null when the catalog does not have the item.</returns>
    [Alias("Patch")]
    Task<CatalogItem?> PatchAsync(ItemPatch patch);

    /// <summary>Deletes items. A deleted item is never recommended.</summary>
    /// <returns>The number of items that were deleted.</returns>
    [Alias("Delete")]
    Task<int> DeleteAsync(ImmutableArray<ItemId> items);

    /// <summary>Writes all changes of a feed in one step.</summary>
    /// <param name="items">
    /// The items after the change. A deleted item has <see cref="CatalogItem.Deleted"/> set.
    /// </param>
    /// <param name="expectedEpoch">The catalog's epoch that the change is based on.</param>
    /// <returns>
    /// The catalog's epoch after the change. Null when the catalog has another epoch than
    /// <paramref name="expectedEpoch"/>; nothing is changed then.
    /// </returns>
    /// <remarks>A list is made from the catalog before or after the step, never from a part of it.</remarks>
    [Alias("Swap")]
    [ResponseTimeout("00:02:00")]
    Task<long?> SwapAsync(ImmutableArray<CatalogItem> items, long expectedEpoch);

    /// <summary>Gets one item; null when the catalog does not have the item or it was deleted.</summary>
    [Alias("Get")]
    Task<CatalogItem?> GetAsync(ItemId item);

    /// <summary>Gets the catalog's epoch.</summary>
    [Alias("GetEpoch")]
    Task<long> GetEpochAsync();

    /// <summary>
    /// Calls <paramref name="observer"/> at every change, for one minute unless the subscription is renewed.
    /// </summary>
    /// <returns>The catalog's epoch at the time of the subscription.</returns>
    [Alias("Subscribe")]
    Task<long> SubscribeAsync(ICatalogObserver observer);
}
