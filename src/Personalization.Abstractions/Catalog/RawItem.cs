namespace Personalization.Abstractions.Catalog;

/// <summary>
/// An item or item patch as received, not validated yet. A null field is missing; in a patch it keeps the item's value.
/// </summary>
public sealed record RawItem
{
    /// <inheritdoc cref="CatalogItem.Id"/>
    public string? Id { get; init; }

    /// <inheritdoc cref="CatalogItem.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="CatalogItem.Categories"/>
    public IReadOnlyList<string?>? Categories { get; init; }

    /// <inheritdoc cref="CatalogItem.Attributes"/>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    /// <inheritdoc cref="CatalogItem.Price"/>
    public decimal? Price { get; init; }

    /// <inheritdoc cref="CatalogItem.Available"/>
    public bool? Available { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidFrom"/>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidUntil"/>
    public DateTimeOffset? ValidUntil { get; init; }
}
