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

    /// <summary>
    /// The attributes by name: strings, numbers, true or false, or arrays of strings. Null removes an attribute. At
    /// most 64 names of 64 characters.
    /// </summary>
    public IReadOnlyDictionary<string, AttributeValue?>? Attributes { get; init; }

    /// <inheritdoc cref="CatalogItem.Price"/>
    public decimal? Price { get; init; }

    /// <inheritdoc cref="CatalogItem.Available"/>
    public bool? Available { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidFrom"/>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidUntil"/>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <inheritdoc cref="CatalogItem.PublishedAt"/>
    public DateTimeOffset? PublishedAt { get; init; }
}
