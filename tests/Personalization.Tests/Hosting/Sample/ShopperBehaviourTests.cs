using Personalization.Abstractions.Events;
using Personalization.Hosting.Sample;

namespace Personalization.Tests.Hosting.Sample;

public sealed class ShopperBehaviourTests
{
    private static readonly SampleShop Shop = SampleShopFixture.Shop;

    [Fact]
    public void The_funnel_narrows_at_every_step()
    {
        Dictionary<string, int> counts = Shop.Events.CountBy(
            happened => happened.Type).ToDictionary(StringComparer.Ordinal);

        Assert.InRange(counts[EventTypes.Click], counts[EventTypes.View] / 3, counts[EventTypes.View] - 1);
        Assert.InRange(counts[EventTypes.AddToCart], counts[EventTypes.View] / 20, counts[EventTypes.View] / 4);
        Assert.InRange(counts[EventTypes.Purchase], counts[EventTypes.AddToCart] / 4, counts[EventTypes.AddToCart] - 1);
        Assert.InRange(counts[EventTypes.RemoveFromCart], 1, counts[EventTypes.AddToCart] / 3);
        Assert.True(counts[EventTypes.Like] > 50 && counts[EventTypes.Dismiss] > 50);
    }

    [Fact]
    public void Every_purchase_is_from_the_cart_at_the_products_price()
    {
        int purchases = 0;
        HashSet<(string User, string Item)> carts = [];
        foreach (UserEvent happened in Shop.Events)
        {
            (string, string) line = (happened.UserId.Value, happened.ItemId.Value);
            switch (happened.Type)
            {
                case EventTypes.AddToCart:
                    Assert.True(carts.Add(line), $"{line} was in the cart already");
                    break;
                case EventTypes.RemoveFromCart:
                    Assert.True(carts.Remove(line), $"{line} was not in the cart");
                    break;
                case EventTypes.Purchase:
                    Assert.True(carts.Remove(line), $"{line} was not in the cart");
                    Assert.Equal((double)Shop.Catalog.Find(happened.ItemId)!.Price, happened.Value);
                    purchases++;
                    break;
            }
        }

        Assert.True(purchases > 500, $"{purchases} purchases");
    }

    [Fact]
    public void Only_available_products_are_viewed_or_bought()
    {
        Assert.All(Shop.Events.Where(happened => happened.Type is EventTypes.View or EventTypes.AddToCart), happened =>
            Assert.True(Shop.Catalog.Find(happened.ItemId)!.CanBeHad(happened.OccurredAt.AddSeconds(-120))
                || Shop.Catalog.Find(happened.ItemId)!.CanBeHad(happened.OccurredAt)));
        Assert.Contains(Shop.Events, happened => Shop.Catalog.Find(happened.ItemId)!.SoldOutAt is not null);
    }

    [Fact]
    public void A_purchase_is_followed_by_views_of_kinds_that_go_with_it()
    {
        ILookup<string, UserEvent> byUser = Shop.Events.ToLookup(happened => happened.UserId.Value);
        (int together, double chance) = (0, 0);
        foreach (UserEvent purchase in Shop.Events.Where(
            happened => happened.Type == EventTypes.Purchase && KindOf(happened).GoesWith.Length > 0))
        {
            UserEvent? next = byUser[purchase.UserId.Value].FirstOrDefault(
                later => later.Type == EventTypes.View && later.OccurredAt > purchase.OccurredAt);
            if (next is not null)
            {
                together += KindOf(purchase).GoesWith.Contains(KindOf(next).Name) ? 1 : 0;

                // By chance: the share of such views among all of this shopper's views, taste included.
                chance += byUser[purchase.UserId.Value]
                    .Where(seen => seen.Type == EventTypes.View)
                    .Average(seen => KindOf(purchase).GoesWith.Contains(KindOf(seen).Name) ? 1.0 : 0);
            }
        }

        Assert.True(
            together > 1.5 * chance && together > 100,
            FormattableString.Invariant($"{together} times, {chance:0} by chance"));
    }

    [Fact]
    public void Shoppers_come_in_the_evening_and_not_at_night()
    {
        int[] hours = new int[24];
        foreach (UserEvent happened in Shop.Events)
        {
            hours[happened.OccurredAt.Hour]++;
        }

        int night = hours[1..5].Sum();
        int evening = hours[18..22].Sum();
        Assert.True(evening > 4 * night && night > 0, $"evening {evening}, night {night}");
    }

    [Fact]
    public void A_trend_lifts_its_kind_while_it_lasts()
    {
        Trend trend = Trend.Draw(SampleShopFixture.Seed, SampleShopFixture.Now)
            .Where(trend => trend.Peak < SampleShopFixture.Now)
            .MaxBy(trend => trend.Lift)!;
        IEnumerable<UserEvent> views = Shop.Events.Where(happened => happened.Type == EventTypes.View);
        double during = views.Where(Near).Average(Share);
        double otherwise = views.Where(happened => !Near(happened)).Average(Share);

        Assert.True(
            during > 1.5 * otherwise,
            FormattableString.Invariant($"{trend.Kind}: {during:P2} during, {otherwise:P2} otherwise"));

        bool Near(UserEvent happened) => Math.Abs((happened.OccurredAt - trend.Peak).TotalDays) < 4;
        double Share(UserEvent happened) => KindOf(happened).Name == trend.Kind ? 1 : 0;
    }

    private static ProductKind KindOf(UserEvent happened) => Shop.Catalog.Find(happened.ItemId)!.Kind;
}
