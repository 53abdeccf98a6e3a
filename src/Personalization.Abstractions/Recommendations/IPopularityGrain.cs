using System.Collections.Immutable;
using Orleans.Concurrency;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Counts the popularity of items from the event log. Needs no model. Key: 0.</summary>
[GrainInterfaceType("Personalization.IPopularityGrain"), Alias("Personalization.IPopularityGrain")]
public interface IPopularityGrain : IGrainWithIntegerKey
{
    /// <summary>Gets the popular items.</summary>
    /// <param name="known">The revision the caller has; 0 for none.</param>
    /// <returns>The popular items; null when the caller has the newest revision, or when no event is known.</returns>
    /// <remarks>Every silo calls this periodically, which also keeps the grain reading the log.</remarks>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<PopularItems?> GetAsync(long known);

    /// <summary>Gets the trending items of the last hour, day and week.</summary>
    /// <param name="known">The revision the caller has; 0 for none.</param>
    /// <returns>The items; null when the caller has the newest revision, or when no event is known.</returns>
    [AlwaysInterleave, Alias("Trending")]
    ValueTask<TrendingItems?> TrendingAsync(long known);
}

/// <summary>The popular items. Immutable.</summary>
/// <param name="Revision">Increases with every change.</param>
/// <param name="Items">The items, most popular first.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PopularItems")]
public sealed record PopularItems(
    [property: Id(0)] long Revision, [property: Id(1)] ImmutableArray<PopularItem> Items);

/// <summary>A popular item. Immutable.</summary>
/// <param name="ItemId">The item. The catalog need not have it.</param>
/// <param name="Score">The popularity relative to the most popular item, above 0, at most 1.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PopularItem")]
public readonly record struct PopularItem([property: Id(0)] ItemId ItemId, [property: Id(1)] float Score);
