using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A page of items. Immutable.</summary>
/// <param name="Items">The items in the order of their ids.</param>
/// <param name="Total">The number of items on all pages.</param>
/// <param name="HasMore">Whether items follow the page.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ItemPage")]
public sealed record ItemPage(
    [property: Id(0)] ImmutableArray<CatalogItem> Items, [property: Id(1)] int Total, [property: Id(2)] bool HasMore);
