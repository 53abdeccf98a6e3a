using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Items;

/// <summary>An item of the catalog as the API shows it.</summary>
internal sealed record ItemResponse
{
    /// <inheritdoc cref="CatalogItem.Id"/>
    public required ItemId Id { get; init; }

    /// <inheritdoc cref="CatalogItem.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="CatalogItem.Categories"/>
    public required ImmutableArray<string> Categories { get; init; }

    /// <summary>
    /// The attributes by name: strings, numbers, true or false, or arrays of strings. Sorted by name.
    /// </summary>
    public required IReadOnlyDictionary<string, AttributeValue> Attributes { get; init; }

    /// <inheritdoc cref="CatalogItem.Price"/>
    public decimal? Price { get; init; }

    /// <summary>Gets whether the item is in stock. An unavailable item is never recommended.</summary>
    public required bool Available { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidFrom"/>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidUntil"/>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <inheritdoc cref="CatalogItem.PublishedAt"/>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The time the item was added to the catalog, UTC; set by the engine.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <inheritdoc cref="CatalogItem.Source"/>
    public string? Source { get; init; }

    /// <summary>Makes the response for an item that is not deleted.</summary>
    public static ItemResponse Of(CatalogItem item) => new()
    {
        Id = item.Id,
        Title = item.Title,
        Categories = item.Categories,
        Attributes = new SortedDictionary<string, AttributeValue>(
            item.AllAttributes.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        Price = item.Price,
        Available = item.Available,
        ValidFrom = item.ValidFrom,
        ValidUntil = item.ValidUntil,
        PublishedAt = item.PublishedAt,
        AddedAt = item.AddedAt,
        Source = item.Source,
    };
}
