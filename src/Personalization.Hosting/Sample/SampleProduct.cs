using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Sample;

/// <summary>A product of the sample shop, with the properties that simulated shoppers react to. Immutable.</summary>
public sealed record SampleProduct
{
    /// <summary>The product's index in <see cref="SampleCatalog.Products"/>.</summary>
    public required int Number { get; init; }

    /// <summary>The product's id in the catalog (<c>p-0001</c>).</summary>
    public required ItemId Id { get; init; }

    /// <summary>The title, unique in the shop.</summary>
    public required string Title { get; init; }

    /// <summary>The kind of product.</summary>
    public required ProductKind Kind { get; init; }

    /// <summary>The maker.</summary>
    public required Brand Brand { get; init; }

    /// <summary>The color; null for products that are used up.</summary>
    public required string? Colour { get; init; }

    /// <summary>The price.</summary>
    public required decimal Price { get; init; }

    /// <summary>The position of the price within its kind, 0 (lowest) to 1 (highest).</summary>
    public required double PricePosition { get; init; }

    /// <summary>The popularity: the median product has 1, a few have several times as much.</summary>
    public required double Renown { get; init; }

    /// <summary>The start of sale, UTC; null for always.</summary>
    public DateTimeOffset? OnSaleFrom { get; init; }

    /// <summary>The end of sale, UTC, exclusive; null for none.</summary>
    public DateTimeOffset? OnSaleUntil { get; init; }

    /// <summary>Since when the product is sold out, UTC; null when it is in stock.</summary>
    public DateTimeOffset? SoldOutAt { get; init; }

    /// <summary>Whether a shopper can buy the product at <paramref name="at"/>.</summary>
    public bool CanBeHad(DateTimeOffset at) =>
        (OnSaleFrom is not { } from || at >= from)
        && (OnSaleUntil is not { } until || at < until)
        && (SoldOutAt is not { } gone || at < gone);

    /// <summary>Returns the product as a catalog item.</summary>
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
        ImmutableDictionary<string, string?> facts = ImmutableDictionary<string, string?>.Empty.Add(
            "brand", Brand.Name).Add("kind", Kind.Name);
        return Colour is null ? facts : facts.Add("colour", Colour);
    }
}
