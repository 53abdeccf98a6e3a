using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>
/// A validated change of one item. Null fields keep their values; attributes are merged by name. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ItemPatch")]
public sealed record ItemPatch
{
    /// <inheritdoc cref="CatalogItem.Id"/>
    [Id(0)]
    public required ItemId Id { get; init; }

    /// <inheritdoc cref="CatalogItem.Title"/>
    [Id(1)]
    public string? Title { get; init; }

    /// <summary>The new categories. Null keeps the existing ones; an empty array removes them.</summary>
    [Id(2)]
    public ImmutableArray<string>? Categories { get; init; }

    /// <summary>The string attributes to set. A null value removes the attribute, whatever its kind.</summary>
    [Id(3)]
    public ImmutableDictionary<string, string?>? Attributes { get; init; }

    /// <inheritdoc cref="CatalogItem.Price"/>
    [Id(4)]
    public decimal? Price { get; init; }

    /// <inheritdoc cref="CatalogItem.Available"/>
    [Id(5)]
    public bool? Available { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidFrom"/>
    [Id(6)]
    public DateTimeOffset? ValidFrom { get; init; }

    /// <inheritdoc cref="CatalogItem.ValidUntil"/>
    [Id(7)]
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The attributes to set that are not strings; null for none.</summary>
    [Id(8)]
    public ImmutableDictionary<string, AttributeValue>? TypedAttributes { get; init; }

    /// <inheritdoc cref="CatalogItem.PublishedAt"/>
    [Id(9)]
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Gets the item after this change.</summary>
    public CatalogItem ApplyTo(CatalogItem item) => item with
    {
        Title = Title ?? item.Title,
        Categories = Categories ?? item.Categories,
        Attributes = MergeAttributes(item.Attributes),
        TypedAttributes = MergeTyped(item.TypedAttributes),
        PublishedAt = PublishedAt ?? item.PublishedAt,
        Price = Price ?? item.Price,
        Available = Available ?? item.Available,
        ValidFrom = ValidFrom ?? item.ValidFrom,
        ValidUntil = ValidUntil ?? item.ValidUntil,
    };

    private ImmutableDictionary<string, string> MergeAttributes(ImmutableDictionary<string, string> old)
    {
        foreach (string name in TypedAttributes?.Keys ?? [])
        {
            old = old.Remove(name);
        }

        foreach ((string name, string? value) in Attributes ?? ImmutableDictionary<string, string?>.Empty)
        {
            old = value is null ? old.Remove(name) : old.SetItem(name, value);
        }

        return old;
    }

    private ImmutableDictionary<string, AttributeValue>? MergeTyped(ImmutableDictionary<string, AttributeValue>? old)
    {
        ImmutableDictionary<string, AttributeValue> merged = (old ?? ImmutableDictionary<string, AttributeValue>.Empty)
            .RemoveRange(Attributes?.Keys ?? [])
            .SetItems(TypedAttributes ?? ImmutableDictionary<string, AttributeValue>.Empty);
        return merged.IsEmpty ? null : merged;
    }
}
