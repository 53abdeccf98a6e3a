using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>An item of the catalog. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.CatalogItem")]
public sealed record CatalogItem
{
    /// <summary>The item's id.</summary>
    [Id(0)]
    public required ItemId Id { get; init; }

    /// <summary>The title that people read; at most 512 characters.</summary>
    [Id(1)]
    public string? Title { get; init; }

    /// <summary>
    /// The item's categories, the main category first; at most 32, of at most 128 characters each. A category may be a
    /// path such as <c>outdoor/tents/2-person</c>.
    /// </summary>
    [Id(2)]
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>
    /// The attributes that are strings, by name (brand, color, language). At most 64 names of 64 characters; values of
    /// at most 1,024 characters. <see cref="AttributeOf"/> reads attributes of every kind.
    /// </summary>
    [Id(3)]
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The price in the shop's currency, 0 to 1e9; null for an item without a price.</summary>
    [Id(4)]
    public decimal? Price { get; init; }

    /// <summary>Gets whether the item is in stock. An unavailable item is never recommended.</summary>
    [Id(5)]
    public bool Available { get; init; } = true;

    /// <summary>
    /// The start of the time in which the item may be recommended, UTC, inclusive; null for no start.
    /// </summary>
    [Id(6)]
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The end of the time in which the item may be recommended, UTC, exclusive; null for no end.</summary>
    [Id(7)]
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Gets whether the item was deleted.</summary>
    /// <remarks>The catalog keeps a deleted item, so that old events do not bring the item back into lists.</remarks>
    [Id(8)]
    public bool Deleted { get; init; }

    /// <summary>
    /// The time the item was added to the catalog, UTC; set by the engine. For a deleted item, the time it was deleted.
    /// </summary>
    [Id(9)]
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>The feed that provides the item; null when a client added it.</summary>
    [Id(10)]
    public string? Source { get; init; }

    /// <summary>
    /// The attributes that are not strings, by name; null for none. A name is here or in <see cref="Attributes"/>.
    /// </summary>
    /// <remarks>Silos of earlier versions read <see cref="Attributes"/> only.</remarks>
    [Id(11)]
    public ImmutableDictionary<string, AttributeValue>? TypedAttributes { get; init; }

    /// <summary>The time the item was published, UTC; null when unknown. A new release has a recent time.</summary>
    [Id(12)]
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The time that says how new the item is: <see cref="PublishedAt"/>, or <see cref="AddedAt"/>.</summary>
    [JsonIgnore]
    public DateTimeOffset NewSince => PublishedAt ?? AddedAt;

    /// <summary>The attributes of every kind, in no particular order.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, AttributeValue>> AllAttributes =>
        Attributes.Select(pair => KeyValuePair.Create(pair.Key, AttributeValue.Of(pair.Value)))
            .Concat(TypedAttributes ?? ImmutableDictionary<string, AttributeValue>.Empty);

    /// <summary>Gets an attribute of any kind; null when the item does not have it. Names are case-sensitive.</summary>
    public AttributeValue? AttributeOf(string name) =>
        Attributes.TryGetValue(name, out string? text) ? AttributeValue.Of(text)
        : TypedAttributes is not null && TypedAttributes.TryGetValue(name, out AttributeValue value) ? value
        : null;

    /// <summary>Gets whether another item has equal fields, apart from the time it was added.</summary>
    public bool HasSameContent(CatalogItem other) =>
        Id == other.Id
        && Title == other.Title
        && Price == other.Price
        && Available == other.Available
        && Deleted == other.Deleted
        && ValidFrom == other.ValidFrom && ValidUntil == other.ValidUntil && PublishedAt == other.PublishedAt
        && Source == other.Source
        && Categories.SequenceEqual(other.Categories, StringComparer.Ordinal)
        && Attributes.Count == other.Attributes.Count
        && Attributes.All(pair => other.Attributes.TryGetValue(pair.Key, out string? value) && value == pair.Value)
        && (TypedAttributes?.Count ?? 0) == (other.TypedAttributes?.Count ?? 0)
        && (TypedAttributes?.All(pair => other.AttributeOf(pair.Key) == pair.Value) ?? true);

    /// <summary>Gets whether the item may be recommended at <paramref name="now"/>.</summary>
    public bool CanBeShown(DateTimeOffset now) =>
        Available && !Deleted
        && (ValidFrom is not { } from || now >= from)
        && (ValidUntil is not { } until || now < until);
}
