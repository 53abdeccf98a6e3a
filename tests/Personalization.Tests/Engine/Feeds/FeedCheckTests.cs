using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Feeds;
using Personalization.Engine.Feeds;
using Personalization.Engine.Recommendations;
using static Personalization.Testing.Worlds.FeedWorld;

namespace Personalization.Tests.Engine.Feeds;

public sealed class FeedCheckTests
{
    [Fact]
    public void A_good_feed_becomes_the_catalog_and_changes_nothing_the_second_time()
    {
        CatalogSnapshot catalog = Catalog(Items(40));

        Assert.Equal(40, Shown(catalog).Count());
        Assert.All(catalog.Items, item => Assert.Equal(("feed", Now), (item.Source, item.AddedAt)));
        FeedVerdict again = FeedCheck.Check(Feed(Items(40)), Context(catalog, lastItems: 40));
        Assert.True(again.IsGood);
        Assert.Empty(again.Changes);
        Assert.Equal(new FeedFigures(40, 0, 0, 0, 0, 0, 0), again.Figures);
    }

    [Fact]
    public void Any_two_good_feeds_one_after_the_other_leave_exactly_the_second()
    {
        Gen<RawItem[]> feeds = Gen.Select(
            Gen.Int[0, 30], Gen.Int[1, 100], Gen.Bool, Gen.String[Gen.Char['a', 'e'], 0, 3])
            .Select((id, price, available, title) =>
                new RawItem { Id = $"i{id}", Price = price, Available = available, Title = title })
            .Array[1, 30].Select(items => items.DistinctBy(item => item.Id).ToArray());
        FeedLimits all = new() { MaxShrink = 1, MaxPriceFactor = 1_000 };

        Gen.Select(feeds, feeds).Sample((first, second) =>
        {
            CatalogSnapshot catalog = Put("mine", "i7");
            catalog = Apply(catalog, FeedCheck.Check(Feed(first), Context(catalog) with { Limits = all }));
            FeedVerdict verdict = FeedCheck.Check(
                Feed(second), Context(catalog, lastItems: first.Length) with { Limits = all });
            catalog = Apply(catalog, verdict);

            Dictionary<string, RawItem> wanted = second.ToDictionary(item => item.Id!);
            bool mineOnly = !wanted.ContainsKey("i7") && !first.Any(item => item.Id == "i7");
            return verdict.IsGood
                && Shown(catalog).SequenceEqual(wanted.Values.Where(item => item.Available == true)
                    .Select(item => item.Id!)
                    .Concat(mineOnly ? ["i7", "mine"] : ["mine"])
                    .Order(StringComparer.Ordinal))
                && wanted.Values.All(item => catalog.Find(item.Id!) is { Deleted: false } found
                    && found.Price == item.Price
                    && found.Title == item.Title
                    && found.Source == "feed")
                && FeedCheck.Check(
                    Feed(second), Context(catalog, lastItems: second.Length) with { Limits = all }).Changes.IsEmpty;
        });
    }

    [Fact]
    public void Items_of_a_client_stay_unless_the_feed_contains_them()
    {
        CatalogSnapshot catalog = Put("mine", "i1");
        catalog = Apply(catalog, FeedCheck.Check(Feed(Items(3)), Context(catalog)));

        Assert.Equal(["i0", "i1", "i2", "mine"], Shown(catalog));
        Assert.Equal((null, "feed"), (catalog.Find("mine")!.Source, catalog.Find("i1")!.Source));
        Assert.Equal(Now.AddDays(-1), catalog.Find("i1")!.AddedAt);
    }

    [Theory]
    [InlineData(40, 39)]
    [InlineData(40, null)]
    public void A_truncated_feed_is_detected_by_its_total(int items, int? total)
    {
        FeedContent feed = Feed(Items(items)) with { Total = total };

        FeedVerdict verdict = FeedCheck.Check(feed, Context(CatalogSnapshot.Empty));
        Assert.Equal("$.total", Assert.Single(verdict.Problems).Path);
        Assert.Equal(total is null, FeedCheck.Check(
            feed, Context(CatalogSnapshot.Empty) with { Limits = new FeedLimits { RequireTotal = false } }).IsGood);
    }

    [Fact]
    public void Every_problem_is_listed_with_its_path()
    {
        RawItem[] items = [.. Items(3), new() { Id = "i1" }, new() { Price = -1 }, new() { Id = "ok" }];

        FeedVerdict verdict = FeedCheck.Check(Feed(items), Context(CatalogSnapshot.Empty));

        Assert.Equal(
            ["page 1 $.items[3].id duplicate", "page 1 $.items[4].id required", "page 1 $.items[4].price outOfRange"],
            verdict.Problems.Select(problem => $"{problem.Path} {problem.Code}").Order(StringComparer.Ordinal));
        Assert.Empty(verdict.Doubts);
    }

    [Fact]
    public void An_element_that_could_not_be_read_is_a_problem()
    {
        FeedElement[] elements =
        [
            new("a", null, [new("a", "malformed", "x")]),
            new("b", new RawItem { Id = "b" }, [new("b.price", "malformed", "x")])
        ];

        FeedVerdict verdict = FeedCheck.Check(
            new FeedContent { Elements = elements, Total = 2 }, Context(CatalogSnapshot.Empty));

        Assert.Equal(["a", "b.price"], verdict.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void A_feed_may_shrink_by_a_fifth(int gone, bool good)
    {
        CatalogSnapshot catalog = Catalog(Items(100));

        FeedVerdict verdict = FeedCheck.Check(Feed(Items(100 - gone)), Context(catalog, lastItems: 100));

        Assert.Equal(good, verdict.IsGood);
        Assert.Equal((gone, gone), (verdict.Figures.Leaving, verdict.Figures.Missing));
        Assert.Equal(good ? [] : ["leaving", "missing"], Codes(verdict));
        Assert.Equal(100 - gone, Shown(Apply(catalog, verdict)).Count());
    }

    [Fact]
    public void Accepted_figures_pass_and_nothing_worse()
    {
        CatalogSnapshot catalog = Catalog(Items(100));
        FeedContext context = Context(catalog, lastItems: 100);
        FeedFigures accepted = FeedCheck.Check(Feed(Items(40)), context).Figures;

        Assert.True(FeedCheck.Check(Feed(Items(40)), context with { Accepted = accepted }).IsGood);
        Assert.True(FeedCheck.Check(Feed(Items(21)), context with { Accepted = accepted }).IsGood);
        Assert.False(FeedCheck.Check(Feed(Items(19)), context with { Accepted = accepted }).IsGood);
        Assert.False(FeedCheck.Check(
            Feed([.. Items(40), new() { Id = "x", Price = -1 }]), context with { Accepted = accepted }).IsGood);
    }

    [Fact]
    public void An_empty_feed_needs_a_persons_approval()
    {
        Assert.Equal(["empty"], Codes(FeedCheck.Check(Feed([]), Context(CatalogSnapshot.Empty))));
        Assert.True(
            FeedCheck.Check(Feed([]), Context(CatalogSnapshot.Empty) with { Accepted = default(FeedFigures) }).IsGood);
    }

    [Theory]
    [InlineData(4, 41, false)]
    [InlineData(3, 41, true)]
    [InlineData(100, 40, true)]
    [InlineData(100, 2.5, true)]
    [InlineData(100, 2.4, false)]
    [InlineData(4, 0, false)]
    public void Prices_jump_when_many_change_by_more_than_the_factor(int count, double price, bool good)
    {
        CatalogSnapshot catalog = Catalog(Items(100));

        FeedVerdict verdict = FeedCheck.Check(
            Feed(Items(100).Select((item, i) => i < count ? item with { Price = (decimal)price } : item)),
            Context(catalog, lastItems: 100));

        Assert.Equal(good ? [] : ["priceJumps"], Codes(verdict));
    }

    [Fact]
    public void A_renamed_field_is_detected_by_the_fields_it_would_empty()
    {
        CatalogSnapshot catalog = Catalog(Items(100));

        Assert.Equal(["losingFields"], Codes(FeedCheck.Check(
            Feed(Items(100).Select(item => item with { Title = null })), Context(catalog, lastItems: 100))));
        Assert.Equal(["losingFields"], Codes(FeedCheck.Check(
            Feed(Items(100).Select(item => item with { Price = null })), Context(catalog, lastItems: 100))));
        Assert.Equal(["losingFields"], Codes(FeedCheck.Check(
            Feed(Items(100).Select(item => item with { Categories = [] })), Context(catalog, lastItems: 100))));
    }

    [Fact]
    public void A_stock_feed_changes_only_its_items_and_counts_unknown_ones()
    {
        CatalogSnapshot catalog = Catalog(Items(10));
        RawItem[] stock =
        [
            new() { Id = "i1", Available = false },
            new() { Id = "i2", Price = 12 },
            new() { Id = "i3", Available = true },
            new() { Id = "x", Available = true }
        ];

        FeedVerdict verdict = FeedCheck.Check(Feed(stock), Context(catalog, FeedKind.Stock));

        Assert.Equal(new FeedFigures(4, 2, 1, 0, 1, 0, 0), verdict.Figures);
        CatalogSnapshot after = Apply(catalog, verdict);
        Assert.Equal(
            (false, 10m, "Item 1", "feed"),
            (after.Find("i1")!.Available, after.Find("i1")!.Price, after.Find("i1")!.Title, after.Find("i1")!.Source));
        Assert.Equal((true, 12m), (after.Find("i2")!.Available, after.Find("i2")!.Price));
        Assert.Null(after.Find("x"));
    }

    [Fact]
    public void A_stock_feed_without_any_available_item_is_not_plausible()
    {
        CatalogSnapshot catalog = Catalog(Items(100));

        FeedVerdict verdict = FeedCheck.Check(
            Feed(Items(100).Select(item => new RawItem { Id = item.Id, Available = false })),
            Context(catalog, FeedKind.Stock, lastItems: 100));

        Assert.Equal(["leaving"], Codes(verdict));
    }

    [Fact]
    public void With_a_stock_feed_a_catalog_feed_sets_price_and_stock_of_new_items_only()
    {
        CatalogSnapshot catalog = Catalog(Items(10));
        catalog = Apply(catalog, FeedCheck.Check(
            Feed([new() { Id = "i1", Available = false, Price = 9 }]), Context(catalog, FeedKind.Stock)));

        FeedVerdict verdict = FeedCheck.Check(
            Feed(Items(11)), Context(catalog, lastItems: 10) with { StockElsewhere = true });
        CatalogSnapshot after = Apply(catalog, verdict);

        Assert.Equal("i10", Assert.Single(verdict.Changes).Id.Value);
        Assert.Equal((false, 9m), (after.Find("i1")!.Available, after.Find("i1")!.Price));
        Assert.Equal((true, 10m), (after.Find("i10")!.Available, after.Find("i10")!.Price));
    }

    [Fact]
    public void Two_catalog_feeds_cannot_bring_the_same_item()
    {
        FeedContext other = Context(Catalog(Items(3))) with { Feed = "other", Others = new HashSet<string> { "feed" } };

        Assert.Equal(["notOwned", "notOwned", "notOwned"], Codes(FeedCheck.Check(Feed(Items(3)), other)));
        Assert.True(FeedCheck.Check(Feed(Items(3)), other with { Others = new HashSet<string>() }).IsGood);
    }
}
