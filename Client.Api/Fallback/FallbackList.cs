using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Fallback;

/// <summary>The API's copy of the popular list. Immutable; replaced as a whole.</summary>
/// <param name="Source">The engine's list.</param>
/// <param name="Items">The list's items with their catalog facts.</param>
internal sealed record FallbackList(RecommendationList Source, ImmutableArray<FallbackItem> Items);

/// <summary>
/// An item of the popular list with its catalog facts, so that filters apply while the engine is unavailable.
/// </summary>
/// <param name="Item">The ranked item.</param>
/// <param name="Facts">The catalog entry; null when the catalog does not have the item.</param>
internal readonly record struct FallbackItem(RecommendedItem Item, CatalogItem? Facts);
