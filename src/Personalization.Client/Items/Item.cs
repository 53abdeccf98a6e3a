namespace Personalization.Client.Items;

/// <summary>An item of the catalog.</summary>
public sealed record Item
{
    /// <summary>The item's id, 1 to 128 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The title that people read; at most 512 characters.</summary>
    public string? Title { get; init; }

    /// <summary>The categories, the main category first; a path is <c>outdoor/tents</c>.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Further attributes by name, for example <c>brand</c>.</summary>
    public IReadOnlyDictionary<string, AttributeValue>? Attributes { get; init; }

    /// <summary>The price in the shop's currency, 0 to 1e9; null for an item without a price.</summary>
    public decimal? Price { get; init; }

    /// <summary>Whether the item is in stock; null keeps the default, true.</summary>
    public bool? Available { get; init; }

    /// <summary>The start of the time in which the item may be recommended, inclusive; null for no start.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The end of the time in which the item may be recommended, exclusive; null for no end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>When the item was published, by the client's catalog; null when unknown.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When the engine added the item; set by the engine, ignored in requests.</summary>
    public DateTimeOffset? AddedAt { get; init; }

    /// <summary>The feed that provides the item; set by the engine, ignored in requests.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the item was deleted; set by the engine, ignored in requests.</summary>
    public bool? Deleted { get; init; }
}
