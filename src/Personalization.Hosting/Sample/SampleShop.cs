using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>
/// A generated shop with a month of simulated business, so that a new installation has data. Immutable.
/// </summary>
/// <remarks>
/// It is an outdoor, home and garden shop whose shoppers act according to their tastes. Pure: nothing is read or
/// written.
/// </remarks>
public sealed class SampleShop
{
    /// <summary>The number of shoppers.</summary>
    public const int ShopperCount = 600;

    private SampleShop(SampleCatalog catalog, ImmutableArray<Shopper> shoppers, ImmutableArray<UserEvent> events)
    {
        Catalog = catalog;
        Shoppers = shoppers;
        Events = events;
        Items = [.. catalog.Products.Select(product => product.ToItem())];
    }

    /// <summary>The products, with the properties that shoppers react to.</summary>
    public SampleCatalog Catalog { get; }

    /// <summary>The shoppers with their hidden tastes.</summary>
    public IReadOnlyList<Shopper> Shoppers { get; }

    /// <summary>The products as catalog items; all valid.</summary>
    public IReadOnlyList<ItemPatch> Items { get; }

    /// <summary>The events of the last 30 days, ordered by time; all valid, none in the future.</summary>
    public IReadOnlyList<UserEvent> Events { get; }

    /// <summary>Generates the shop of a seed.</summary>
    /// <param name="seed">The same seed and time give the same shop; event ids are unique in it.</param>
    /// <param name="now">The end of the simulated month.</param>
    public static SampleShop Generate(int seed, DateTimeOffset now)
    {
        DateTimeOffset end = now.ToUniversalTime();
        SampleCatalog catalog = SampleCatalog.Generate(seed, end);
        ImmutableArray<Trend> trends = Trend.Draw(seed, end);
        ImmutableArray<Shopper> shoppers =
        [.. Enumerable.Range(1, ShopperCount).Select(number => Shopper.Draw(seed, number))];
        IEnumerable<UserEvent> events = shoppers
            .SelectMany(
                (shopper, i) => ShopperMonth.Simulate(shopper, catalog, trends, end, Chance.Source(seed, part: 4, i)))
            .OrderBy(happened => happened.OccurredAt);
        return new SampleShop(catalog, shoppers, [.. events]);
    }
}
