using System.Collections.Immutable;

namespace Personalization.Abstractions.Catalog;

/// <summary>Items that changed together, and the catalogue's epoch after it.</summary>
/// <param name="Epoch">Counts the catalogue's changes; 0 is the empty catalogue.</param>
/// <param name="Items">The items as they now are, deleted ones with their mark.</param>
[GenerateSerializer, Immutable, Alias("Personalization.CatalogChange")]
public sealed record CatalogChange([property: Id(0)] long Epoch, [property: Id(1)] ImmutableArray<CatalogItem> Items);
