using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Catalog;

/// <summary>An item of the catalogue. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.CatalogItem")]
public sealed record CatalogItem
{
    /// <summary>The item.</summary>
    [Id(0)]
    public required ItemId Id { get; init; }

    /// <summary>A name for people; at most 512 characters.</summary>
    [Id(1)]
    public string? Title { get; init; }

    /// <summary>The categories it belongs to, the leading one first; at most 32 of 128 characters.</summary>
    [Id(2)]
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Further facts (brand, colour, language); at most 64 names of 64 characters with values of 1,024.</summary>
    [Id(3)]
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The price in the shop's currency, 0 to 1e9; null when it has none.</summary>
    [Id(4)]
    public decimal? Price { get; init; }

    /// <summary>Whether it can be had now. An item that cannot is on no list.</summary>
    [Id(5)]
    public bool Available { get; init; } = true;

    /// <summary>From when it may be shown, UTC; null for always.</summary>
    [Id(6)]
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when it may be shown, UTC, exclusive; null for always.</summary>
    [Id(7)]
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Whether it was deleted: kept as a mark, so that old events do not bring it back to lists.</summary>
    [Id(8)]
    public bool Deleted { get; init; }

    /// <summary>When it first came into the catalogue, UTC; set by the engine.</summary>
    [Id(9)]
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>The feed that brings it; null when it was put by a client.</summary>
    [Id(10)]
    public string? Source { get; init; }

    /// <summary>Whether it may be on a list at <paramref name="now"/>.</summary>
    public bool CanBeShown(DateTimeOffset now) =>
        Available && !Deleted && (ValidFrom is not { } from || now >= from) && (ValidUntil is not { } until || now < until);
}
