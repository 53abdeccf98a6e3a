using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// An item of the popular list with what the catalogue says of it, so that filters hold also when the engine is away.
/// </summary>
/// <param name="Item">As ranked.</param>
/// <param name="Facts">As in the catalogue; null when it is not there.</param>
internal readonly record struct FallbackItem(RecommendedItem Item, CatalogItem? Facts);
