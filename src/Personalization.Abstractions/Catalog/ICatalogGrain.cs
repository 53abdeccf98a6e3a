using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>The one writer of the catalogue. Every write is durable and obeyed by every reachable silo when it returns. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Catalog.ICatalogGrain"), Alias("Personalization.ICatalogGrain")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Puts whole items in place of what was there.</summary>
    /// <returns>The catalogue's epoch after the change.</returns>
    [Alias("Put")]
    Task<long> PutAsync(ImmutableArray<ItemPatch> items);

    /// <summary>Changes fields of one item.</summary>
    /// <returns>The item after the change; null when there is none to change.</returns>
    [Alias("Patch")]
    Task<CatalogItem?> PatchAsync(ItemPatch patch);

    /// <summary>Deletes items; they leave every list and stay away.</summary>
    /// <returns>How many were there to delete.</returns>
    [Alias("Delete")]
    Task<int> DeleteAsync(ImmutableArray<ItemId> items);

    /// <summary>Puts what a feed changes into the catalogue in one step: a list is made from the catalogue before or after, never from half of it.</summary>
    /// <param name="items">The items as they shall be, deleted ones with their mark.</param>
    /// <param name="expectedEpoch">The catalogue the change was made for.</param>
    /// <returns>The catalogue's epoch after the change; null when the catalogue is not at <paramref name="expectedEpoch"/>: nothing was changed.</returns>
    [Alias("Swap")]
    [ResponseTimeout("00:02:00")]
    Task<long?> SwapAsync(ImmutableArray<CatalogItem> items, long expectedEpoch);

    /// <summary>One item; null when there is none or it was deleted.</summary>
    [Alias("Get")]
    Task<CatalogItem?> GetAsync(ItemId item);

    /// <summary>The catalogue's epoch.</summary>
    [Alias("GetEpoch")]
    Task<long> GetEpochAsync();

    /// <summary>From now on (until a minute without renewal) tells <paramref name="observer"/> of changes.</summary>
    /// <returns>The catalogue's epoch at this moment.</returns>
    [Alias("Subscribe")]
    Task<long> SubscribeAsync(ICatalogObserver observer);
}
