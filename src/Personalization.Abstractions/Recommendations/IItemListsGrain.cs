using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Lists that belong to no user, served by whichever silo the caller reaches first. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Lists.IItemListsGrain"), Alias("Personalization.IItemListsGrain")]
public interface IItemListsGrain : IGrainWithIntegerKey
{
    /// <summary>Items often chosen together with <paramref name="item"/>, best first.</summary>
    /// <param name="item">The item; need not be in the catalogue.</param>
    /// <param name="count">1 to 200.</param>
    /// <param name="filter">Which items may be on the list; null for all.</param>
    /// <returns>An empty list when the model knows nothing of the item.</returns>
    [Alias("Similar")]
    ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter);

    /// <summary>What is popular with everybody now, decayed by age, best first.</summary>
    /// <param name="count">1 to 200.</param>
    /// <param name="filter">Which items may be on the list; null for all.</param>
    [Alias("Popular")]
    ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter);

    /// <summary>What the catalogue says of items, from the silo's own copy: many at once, and never slower than memory.</summary>
    /// <param name="items">Up to 1,000.</param>
    /// <returns>One answer per item, in the same order: the item, also one that was deleted, or null when there never was one.</returns>
    [Alias("Items")]
    ValueTask<ImmutableArray<CatalogItem?>> ItemsAsync(ImmutableArray<ItemId> items);
}
