using Personalization.Abstractions.Events;
using Personalization.Hosting.Sample;

namespace Personalization.Tests.Hosting.Sample;

/// <summary>The shop can be learned from: tastes influence behavior but do not determine it.</summary>
public sealed class TasteSignalTests
{
    private static readonly SampleShop Shop = SampleShopFixture.Shop;

    private static readonly (Shopper Shopper, SampleProduct Product, DateTimeOffset At)[] Views =
    [
        .. Shop.Events.Where(happened => happened.Type == EventTypes.View).Join(
            Shop.Shoppers, happened => happened.UserId, shopper => shopper.Id,
            (happened, shopper) => (shopper, Shop.Catalog.Find(happened.ItemId)!, happened.OccurredAt)),
    ];

    [Fact]
    public void Shoppers_mostly_view_their_main_category_but_not_only()
    {
        double own = Views.Average(view => view.Product.Kind.Category == view.Shopper.Taste.MainCategory ? 1.0 : 0);

        Assert.InRange(own, 0.3, 0.8);
    }

    [Fact]
    public void Products_viewed_by_one_shopper_share_a_category_far_more_often_than_chance()
    {
        double[] shares =
        [.. Views.CountBy(view => view.Product.Kind.Category).Select(count => (double)count.Value / Views.Length)];
        double chance = shares.Sum(share => share * share);
        (double same, double pairs) = (0, 0);
        foreach (SampleProduct[] seen in Views.GroupBy(
            view => view.Shopper.Id).Select(group => group.Select(view => view.Product).Distinct().ToArray()))
        {
            pairs += seen.Length * (seen.Length - 1.0);
            same += seen.GroupBy(product => product.Kind.Category).Sum(group => group.Count() * (group.Count() - 1.0));
        }

        Assert.InRange(chance, 0.05, 0.2);
        Assert.True(
            same / pairs > 3 * chance,
            FormattableString.Invariant($"{same / pairs:P1} of pairs, {chance:P1} by chance"));
        Assert.True(same / pairs < 0.85, "without noise");
    }

    [Fact]
    public void Shoppers_view_products_that_fit_in_brand_price_and_color()
    {
        double viewed = Views.Average(view => view.Shopper.Taste.FitOf(view.Product));
        double shelf = Views.Average(
            view => Shop.Catalog.OfKind(view.Product.Kind.Name).Average(view.Shopper.Taste.FitOf));

        Assert.True(
            viewed > shelf + 0.25,
            FormattableString.Invariant($"fit of viewed products {viewed:0.00}, of their kind {shelf:0.00}"));
    }

    [Fact]
    public void Co_visitation_learned_on_25_days_beats_popularity_on_the_last_5()
    {
        DateTimeOffset split = SampleShopFixture.Now.AddDays(-5);
        ILookup<string, int> before = Views.Where(
            view => view.At < split).ToLookup(view => view.Shopper.Id.Value, view => view.Product.Number);
        int count = Shop.Catalog.Products.Length;
        double[] popular = new double[count];
        double[,] together = new double[count, count];
        foreach (int[] seen in before.Select(user => user.Distinct().ToArray()))
        {
            foreach (int a in seen)
            {
                popular[a]++;
                Array.ForEach(seen, b => together[a, b] += 1.0 / seen.Length);
            }
        }

        (int byPopularity, int byNeighbours, int asked) = (0, 0, 0);
        foreach (var view in Views.Where(
            view => view.At >= split && before.Contains(view.Shopper.Id.Value)).DistinctBy(view => view.Shopper.Id))
        {
            HashSet<int> known = [.. before[view.Shopper.Id.Value]];
            if (!known.Contains(view.Product.Number))
            {
                asked++;
                byPopularity += TopTwenty(item => popular[item], known).Contains(view.Product.Number) ? 1 : 0;
                byNeighbours += TopTwenty(
                    item => known.Sum(a => together[a, item] / Math.Sqrt(popular[a] * (popular[item] + 5))),
                    known).Contains(view.Product.Number) ? 1 : 0;
            }
        }

        Assert.True(asked > 100, $"{asked} shoppers asked");
        Assert.True(
            byNeighbours > 1.8 * byPopularity, $"neighbours {byNeighbours}, popularity {byPopularity} of {asked}");
        Assert.True(byNeighbours < 0.8 * asked, $"without noise: {byNeighbours} of {asked}");

        IEnumerable<int> TopTwenty(Func<int, double> score, HashSet<int> known) =>
            Enumerable.Range(0, count)
                .Where(item => !known.Contains(item))
                .OrderByDescending(score)
                .ThenBy(item => item)
                .Take(20);
    }
}
