using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Sample;

/// <summary>A product of the sample shop, with what simulated shoppers see in it. Immutable.</summary>
public sealed record SampleProduct
{
    /// <summary>Its place in <see cref="SampleCatalog.Products"/>.</summary>
    public required int Number { get; init; }

    /// <summary>Its id in the catalogue (<c>p-0001</c>).</summary>
    public required ItemId Id { get; init; }

    /// <summary>Its title, unique in the shop.</summary>
    public required string Title { get; init; }

    /// <summary>What it is.</summary>
    public required ProductKind Kind { get; init; }

    /// <summary>Who makes it.</summary>
    public required Brand Brand { get; init; }

    /// <summary>Its colour; null for things that are used up.</summary>
    public required string? Colour { get; init; }

    /// <summary>What it costs.</summary>
    public required decimal Price { get; init; }

    /// <summary>Where its price lies among those of its kind, 0 (lowest) to 1 (highest).</summary>
    public required double PricePosition { get; init; }

    /// <summary>How well known it is: the middle product has 1; few have several times as much.</summary>
    public required double Renown { get; init; }

    /// <summary>From when it is on sale, UTC; null for always.</summary>
    public DateTimeOffset? OnSaleFrom { get; init; }

    /// <summary>Until when it is on sale, UTC, exclusive; null for always.</summary>
    public DateTimeOffset? OnSaleUntil { get; init; }

    /// <summary>Since when it has been sold out, UTC; null when it can be had.</summary>
    public DateTimeOffset? SoldOutAt { get; init; }

    /// <summary>Whether a shopper could buy it at <paramref name="at"/>.</summary>
    public bool CanBeHad(DateTimeOffset at) =>
        (OnSaleFrom is not { } from || at >= from) && (OnSaleUntil is not { } until || at < until) && (SoldOutAt is not { } gone || at < gone);

    /// <summary>The product as it enters the catalogue.</summary>
    public ItemPatch ToItem() => new()
    {
        Id = Id,
        Title = Title,
        Categories = [Kind.Category, Kind.Section],
        Attributes = Attributes(),
        Price = Price,
        Available = SoldOutAt is null,
        ValidFrom = OnSaleFrom,
        ValidUntil = OnSaleUntil,
    };

    private ImmutableDictionary<string, string?> Attributes()
    {
        ImmutableDictionary<string, string?> facts = ImmutableDictionary<string, string?>.Empty.Add("brand", Brand.Name).Add("kind", Kind.Name);
        return Colour is null ? facts : facts.Add("colour", Colour);
    }
}
