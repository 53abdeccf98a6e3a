using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A validated query of <c>POST /v1/items/similar</c> without a user. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.SimilarQuery")]
public sealed record SimilarQuery
{
    /// <summary>The items that the list is about, 1 to 100.</summary>
    [Id(0)]
    public required ImmutableArray<ItemId> Items { get; init; }

    /// <summary>True for items that are bought in one basket with them; false for items like them.</summary>
    [Id(1)]
    public bool BoughtTogether { get; init; }

    /// <summary>The number of items, 1 to 200.</summary>
    [Id(2)]
    public int Count { get; init; } = 20;

    /// <summary>Items that the list must not have; at most 1,000.</summary>
    [Id(3)]
    public ImmutableArray<ItemId> Exclude { get; init; } = [];

    /// <summary>The filter for the items; null for all items.</summary>
    [Id(4)]
    public ItemFilter? Filter { get; init; }
}
