using System.Globalization;
using Personalization.Hosting.Sample;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// One visit. The click model is a cascade (Craswell et al. 2008): the shopper looks at a list from the top, continues
/// to the next place with probability 0.88, and clicks the first item they look at that draws them, with probability
/// 0.6 times the square of their hidden interest in it (<see cref="Taste.Interest"/>). What is clicked is looked at,
/// and bought with probability 0.5 times interest times the shopper's own resolve. On a page without a list there is
/// nothing to click, and half leave; of those who find nothing on a list a third leave; after four pages all do. A
/// clicked item that cannot be had ends the visit. Chance is drawn for the page and the place, not for what stands
/// there: two worlds that show the same list see the same clicks.
/// </summary>
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

    /// <summary>Makes it happen.</summary>
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

    /// <summary>
    /// Purchases to be expected of a list before any dice are thrown: what it is worth, without the luck of the day.
    /// </summary>
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

    /// <summary>Looks at what was clicked and perhaps buys it.</summary>
    /// <returns>Whether the visit ends with a purchase.</returns>
    private async Task<bool> ConsiderAsync(SampleProduct product, double buy)
    {
        bool bought = buy < BuyChance(product);
        tally.Purchase(bought);
        string[] types = bought ? ["click", "view", "addToCart", "purchase"] : ["click", "view"];
        await client.TellAsync(types.Select(type => new
        {
            eventId = string.Create(CultureInfo.InvariantCulture, $"visit-{visit.Number}-{_events++}"),
            userId = _shopper.Id.Value,
            type,
            itemId = product.Id.Value,
        }));
        return bought;
    }
}
