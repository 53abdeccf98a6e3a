using System.Globalization;
using Personalization.Hosting.Sample;

namespace Personalization.Benchmarks.Drill;

/// <summary>Simulates one visit with a cascade click model (Craswell et al. 2008).</summary>
/// <remarks>
/// The shopper views a list from the top and continues to the next place with probability 0.88. The shopper clicks a
/// viewed item with probability 0.6 times the square of the hidden interest in it (<see cref="Taste.Interest"/>); only
/// the first click counts. The shopper views the clicked item and buys it with probability 0.5 times interest times the
/// shopper's resolve. After a page without a list, half of the shoppers leave; after a list without a click, a third;
/// after four pages, all. A clicked item that cannot be bought ends the visit. Random numbers depend on the page and
/// the place, not on the item, so two worlds with the same list have the same clicks.
/// </remarks>
internal sealed class ShoppingVisit(DrillShop shop, PlannedVisit visit, ShopClient client, DrillTally tally)
{
    private const int Pages = 4;
    private const int Places = 10;
    private const double LooksOn = 0.88;
    private const double Draw = 0.6;
    private const double Buys = 0.5;
    private const double InterestInAnything = 0.5;
    private const double LeavesEmptyPage = 0.5;
    private const double LeavesDullList = 0.33;
    private static readonly TimeSpan Think = TimeSpan.FromSeconds(0.4);

    private readonly Shopper _shopper = shop.Shoppers[visit.Shopper];
    private int _events;

    /// <summary>Runs the visit.</summary>
    public async Task RunAsync()
    {
        for (int page = 0; page < Pages; page++)
        {
            Random chance = shop.ChanceOf(visit.Number, page);
            (double Look, double Click)[] places =
            [.. Enumerable.Range(0, Places).Select(_ => (chance.NextDouble(), chance.NextDouble()))];
            (double leave, double buy) = (chance.NextDouble(), chance.NextDouble());
            ShownList list = await client.ListAsync(_shopper.Id.Value, page == 0 ? "home" : "item");
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            (string? clicked, SampleProduct? product) = list.IsShown ? Click(list, places, now) : (null, null);
            bool isWrong = list.FallbackLevel is not null
                && (tally.CatalogIsPartial || list.Items.Any(item => shop.Buyable(item, now) is null));
            tally.Read(visit.Number, list, isWrong, clicked is not null, list.IsShown ? Expected(list, now) : 0);
            await Task.Delay(Think, TimeProvider.System);
            if (clicked is null
                ? leave < (list.IsShown ? LeavesDullList : LeavesEmptyPage)
                : product is null || await ConsiderAsync(product, buy))
            {
                return;
            }
        }
    }

    private (string? Clicked, SampleProduct? Product) Click(
        ShownList list, (double Look, double Click)[] places, DateTimeOffset now)
    {
        for (int place = 0; place < Math.Min(Places, list.Items.Count); place++)
        {
            string item = list.Items[place];
            SampleProduct? product = shop.Buyable(item, now);
            if (places[place].Click < ClickChance(product))
            {
                return (item, product);
            }

            if (places[place].Look > LooksOn)
            {
                break;
            }
        }

        return (null, null);
    }

    /// <summary>Gets the expected purchases from a list: its value without the noise of random clicks.</summary>
    private double Expected(ShownList list, DateTimeOffset now)
    {
        double expected = 0;
        double reached = 1;
        foreach (string item in list.Items.Take(Places))
        {
            SampleProduct? product = shop.Buyable(item, now);
            double click = ClickChance(product);
            expected += reached * click * (product is null ? 0 : BuyChance(product));
            reached *= (1 - click) * LooksOn;
        }

        return expected;
    }

    private double ClickChance(SampleProduct? product)
    {
        double interest = product is null ? InterestInAnything : _shopper.Taste.Interest(product);
        return Draw * interest * interest;
    }

    private double BuyChance(SampleProduct product) => Buys * _shopper.Taste.Interest(product) * _shopper.Resolve;

    /// <summary>Views the clicked item and decides whether to buy it.</summary>
    /// <returns>True if the shopper buys the item.</returns>
    private async Task<bool> ConsiderAsync(SampleProduct product, double buy)
    {
        bool bought = buy < BuyChance(product);
        tally.Purchase(bought);
        string[] types = bought ? ["click", "view", "addToCart", "purchase"] : ["click", "view"];
        await client.RecordAsync(types.Select(type => new
        {
            eventId = string.Create(CultureInfo.InvariantCulture, $"visit-{visit.Number}-{_events++}"),
            userId = _shopper.Id.Value,
            type,
            itemId = product.Id.Value,
        }));
        return bought;
    }
}
