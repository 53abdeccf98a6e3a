using System.Collections.Immutable;

namespace Personalization.Abstractions.Recommendations;

/// <summary>The trending items of each window. Immutable.</summary>
/// <param name="Revision">Increases with every change.</param>
/// <param name="Windows">The windows, shortest first.</param>
[GenerateSerializer, Immutable, Alias("Personalization.TrendingItems")]
public sealed record TrendingItems(
    [property: Id(0)] long Revision, [property: Id(1)] ImmutableArray<TrendingWindow> Windows);

/// <summary>The items that most users chose within a window of time. Immutable.</summary>
/// <param name="Hours">The length of the window, hours: 1, 24 or 168.</param>
/// <param name="Items">
/// The items, most chosen first. A choice loses half of its weight in half of the window, so a choice of the window's
/// beginning counts a quarter.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.TrendingWindow")]
public sealed record TrendingWindow(
    [property: Id(0)] int Hours, [property: Id(1)] ImmutableArray<PopularItem> Items);
