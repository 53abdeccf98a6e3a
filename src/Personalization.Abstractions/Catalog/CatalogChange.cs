using System.Collections.Immutable;

namespace Personalization.Abstractions.Catalog;

/// <summary>Items that changed together, with the catalog's epoch after the change.</summary>
/// <param name="Epoch">The number of changes the catalog has had; 0 is the empty catalog.</param>
/// <param name="Items">The items after the change. A deleted item has <see cref="CatalogItem.Deleted"/> set.</param>
[GenerateSerializer, Immutable, Alias("Personalization.CatalogChange")]
public sealed record CatalogChange([property: Id(0)] long Epoch, [property: Id(1)] ImmutableArray<CatalogItem> Items);
