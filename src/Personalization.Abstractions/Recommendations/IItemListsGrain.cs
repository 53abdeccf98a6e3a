using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Serves lists and items that do not depend on a user; any silo answers. Key: 0.</summary>
[GrainInterfaceType("Personalization.IItemListsGrain"), Alias("Personalization.IItemListsGrain")]
public interface IItemListsGrain : IGrainWithIntegerKey
{
    /// <summary>Gets items that are often chosen together with <paramref name="item"/>, best first.</summary>
    /// <param name="item">The item; it need not be in the catalog.</param>
    /// <param name="count">The number of items, 1 to 200.</param>
    /// <param name="filter">The filter for the items; null for all items.</param>
    /// <returns>The list; popular items when the model does not know the item.</returns>
    [Alias("Similar")]
    ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter);

    /// <summary>Gets items like some items, or bought in one basket with them, best first.</summary>
    /// <returns>The list; popular items when the model knows none of the items.</returns>
    [Alias("Around")]
    ValueTask<RecommendationList> AroundAsync(SimilarQuery query);

    /// <summary>Gets the most popular items among all users, decayed by age, best first.</summary>
    /// <param name="count">The number of items, 1 to 200.</param>
    /// <param name="filter">The filter for the items; null for all items.</param>
    [Alias("Popular")]
    ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter);

    /// <summary>Gets items from the silo's copy of the catalog, without I/O.</summary>
    /// <param name="items">The item ids, at most 1,000.</param>
    /// <returns>
    /// One result per id, in the same order: the item, even if it was deleted; null if it never existed.
    /// </returns>
    [Alias("Items")]
    ValueTask<ImmutableArray<CatalogItem?>> ItemsAsync(ImmutableArray<ItemId> items);

    /// <summary>Finds items in the silo's copy of the catalog, without I/O.</summary>
    [Alias("Browse")]
    ValueTask<ItemPage> BrowseAsync(ItemBrowseQuery query);

    /// <summary>Gets the names of item attributes that the catalog has or had since the silo started.</summary>
    /// <returns>At most 10,000 names, in no particular order; empty when no item has an attribute.</returns>
    [Alias("AttributeNames")]
    ValueTask<ImmutableArray<string>> AttributeNamesAsync();
}
