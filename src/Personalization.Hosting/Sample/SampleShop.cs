using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;

namespace Personalization.Hosting.Sample;

/// <summary>
/// A made-up shop with a month of simulated business, so that a newcomer has something to look at: an outdoor, home and
/// garden shop, and shoppers whose tastes show in what they do. Pure: nothing is read or written. Immutable.
/// </summary>
public sealed class SampleShop
{
    /// <summary>How many shoppers there are.</summary>
    public const int ShopperCount = 600;

    private SampleShop(SampleCatalog catalog, ImmutableArray<Shopper> shoppers, ImmutableArray<UserEvent> events)
    {
        Catalog = catalog;
        Shoppers = shoppers;
        Events = events;
        Items = [.. catalog.Products.Select(product => product.ToItem())];
    }

    /// <summary>The products, with what the shoppers see in them.</summary>
    public SampleCatalog Catalog { get; }

    /// <summary>The shoppers with their hidden tastes.</summary>
    public IReadOnlyList<Shopper> Shoppers { get; }

    /// <summary>The products as they enter the catalogue; all valid.</summary>
    public IReadOnlyList<ItemPatch> Items { get; }

    /// <summary>What the shoppers did in the last 30 days, in order of time; all valid, none in the future.</summary>
    public IReadOnlyList<UserEvent> Events { get; }

    /// <summary>Makes the shop of a seed.</summary>
    /// <param name="seed">The same seed and time make the same shop; event ids are unique in it.</param>
    /// <param name="now">The end of the month that is simulated.</param>
    public static SampleShop Generate(int seed, DateTimeOffset now)
    {
        DateTimeOffset end = now.ToUniversalTime();
        SampleCatalog catalog = SampleCatalog.Generate(seed, end);
        ImmutableArray<Trend> trends = Trend.Draw(seed, end);
        ImmutableArray<Shopper> shoppers = [.. Enumerable.Range(1, ShopperCount).Select(number => Shopper.Draw(seed, number))];
        IEnumerable<UserEvent> events = shoppers
            .SelectMany((shopper, i) => ShopperMonth.Live(shopper, catalog, trends, end, Chance.Source(seed, part: 4, i)))
            .OrderBy(happened => happened.OccurredAt);
        return new SampleShop(catalog, shoppers, [.. events]);
    }
}
