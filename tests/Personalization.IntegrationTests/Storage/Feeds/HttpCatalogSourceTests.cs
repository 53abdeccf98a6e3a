using System.Text.Json;
using Personalization.Abstractions.Feeds;
using Personalization.Engine.Feeds;
using Personalization.Engine.Recommendations;
using Personalization.Storage.HttpFeeds;
using Personalization.Testing.Resilience;
using Personalization.Testing.Upstream;
using Personalization.Testing.Worlds;

namespace Personalization.IntegrationTests.Storage.Feeds;

/// <summary>
/// The real feed client against the upstream simulator on a real socket, with everything upstream can do wrong.
/// </summary>
public sealed class HttpCatalogSourceTests : IAsyncLifetime
{
    private UpstreamServer _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _upstream = await UpstreamServer.StartAsync(UpstreamShop.Sample(1, FeedWorld.Now));

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task All_pages_are_read_and_become_the_catalogue()
    {
        FeedContent feed = (await ReadAsync())!;
        FeedVerdict verdict = FeedCheck.Check(feed, FeedWorld.Context(CatalogSnapshot.Empty));

        Assert.True(_upstream.Shop.Products.Length > 300);
        Assert.Equal(
            (_upstream.Shop.Products.Length, _upstream.Shop.Products.Length), (feed.Elements.Count, (int)feed.Total!));
        Assert.Equal(_upstream.Requests.Count, feed.Marks.Count);
        Assert.True(verdict.IsGood, JsonSerializer.Serialize(verdict.Problems));
        Assert.Equal(_upstream.Shop.Products.Select(
            product => (product.Id, product.Title, (decimal?)product.Price, product.Stock > 0)),
            verdict.Changes.Select(item => (item.Id.Value, item.Title, item.Price, item.Available)));
    }

    [Fact]
    public async Task A_feed_that_did_not_change_is_not_read_again_and_one_that_did_on_its_last_page_is()
    {
        using HttpCatalogSource source = Source("stock");
        FeedContent feed = (await source.ReadAsync([], Stop))!;
        int pages = _upstream.Requests.Count;

        Assert.Null(await source.ReadAsync(feed.Marks, Stop));
        Assert.Equal(Enumerable.Repeat(304, pages), _upstream.Requests.Skip(pages).Select(request => request.Status));
        _ = _upstream.Shop.Change(
            _upstream.Shop.Products[^1].Id, product => product with { Stock = product.Stock + 1 });
        FeedContent changed = (await source.ReadAsync(feed.Marks, Stop))!;
        Assert.Equal(feed.Elements.Count, changed.Elements.Count);
        Assert.NotEqual(feed.Marks[^1], changed.Marks[^1]);
        Assert.Equal(feed.Marks[0], changed.Marks[0]);
    }

    [Theory]
    [InlineData(nameof(FaultKind.TruncatedJson), true, "malformed")]
    [InlineData(nameof(FaultKind.Html), true, "malformed")]
    [InlineData(nameof(FaultKind.CutConnection), false, "unreachable")]
    [InlineData(nameof(FaultKind.Status), false, "status503")]
    [InlineData(nameof(FaultKind.Latency), false, "timeout")]
    [InlineData(nameof(FaultKind.SlowBytes), false, "timeout")]
    public async Task What_does_not_come_whole_is_no_feed(string fault, bool isContent, string code)
    {
        _upstream.Set("catalog", new UpstreamFault(Enum.Parse<FaultKind>(fault), Seconds: 600));

        FeedFailedException failed = await Assert.ThrowsAsync<FeedFailedException>(
            () => ReadAsync(options: new FeedOptions { PageTimeoutSeconds = 0.3 }));

        Assert.Equal((isContent, code), (failed.IsContent, Assert.Single(failed.Problems).Code));
    }

    [Theory]
    [InlineData(nameof(FaultKind.HalfPage), "incomplete")]
    [InlineData(nameof(FaultKind.WrongTypes), "malformed")]
    [InlineData(nameof(FaultKind.Duplicates), "duplicate")]
    [InlineData(nameof(FaultKind.NegativePrices), "outOfRange")]
    [InlineData(nameof(FaultKind.PricesInCents), "priceJumps")]
    [InlineData(nameof(FaultKind.RenamedFields), "losingFields")]
    [InlineData(nameof(FaultKind.Shrunk), "leaving,missing")]
    [InlineData(nameof(FaultKind.Empty), "empty,leaving,missing")]
    public async Task A_feed_that_comes_whole_and_wrong_is_found_out(string fault, string codes)
    {
        CatalogSnapshot catalog = FeedWorld.Apply(
            CatalogSnapshot.Empty, FeedCheck.Check((await ReadAsync())!, FeedWorld.Context(CatalogSnapshot.Empty)));
        _upstream.Set("catalog", Enum.Parse<FaultKind>(fault));

        FeedVerdict verdict = FeedCheck.Check(
            (await ReadAsync())!, FeedWorld.Context(catalog, lastItems: _upstream.Shop.Products.Length));

        Assert.Equal(codes.Split(','), FeedWorld.Codes(verdict).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(nameof(FaultKind.NoStock), "leaving")]
    [InlineData(nameof(FaultKind.RenamedFields), "required")]
    [InlineData(nameof(FaultKind.PricesInCents), "priceJumps")]
    public async Task Stock_that_is_wrong_is_found_out(string fault, string code)
    {
        CatalogSnapshot catalog = FeedWorld.Apply(
            CatalogSnapshot.Empty, FeedCheck.Check((await ReadAsync())!, FeedWorld.Context(CatalogSnapshot.Empty)));
        _upstream.Set("stock", Enum.Parse<FaultKind>(fault));

        FeedVerdict verdict = FeedCheck.Check(
            (await ReadAsync("stock"))!, FeedWorld.Context(catalog, FeedKind.Stock, _upstream.Shop.Products.Length));

        Assert.Equal([code], FeedWorld.Codes(verdict).Distinct());
    }

    [Fact]
    public async Task Two_failures_are_repeated_away_and_three_are_not()
    {
        _upstream.Set("catalog", new UpstreamFault(FaultKind.Status, Times: 2));
        Assert.NotNull(await ReadAsync());

        _upstream.Set("catalog", new UpstreamFault(FaultKind.CutConnection, Times: 3));
        _ = await Assert.ThrowsAsync<FeedFailedException>(() => ReadAsync());
    }

    [Fact]
    public async Task A_refusal_is_not_repeated_and_a_key_is_sent()
    {
        _upstream.Key = "secret";
        FeedFailedException refused = await Assert.ThrowsAsync<FeedFailedException>(
            () => ReadAsync(options: new FeedOptions { Key = "wrong" }));

        Assert.Equal("status401", Assert.Single(refused.Problems).Code);
        _ = Assert.Single(_upstream.Requests);
        Assert.NotNull(await ReadAsync(options: new FeedOptions { Key = "secret" }));
    }

    [Fact]
    public async Task Upstream_that_asks_for_a_long_pause_gets_it()
    {
        _upstream.Set("catalog", new UpstreamFault(FaultKind.TooManyRequests, Seconds: 90));

        FeedFailedException failed = await Assert.ThrowsAsync<FeedFailedException>(() => ReadAsync());

        Assert.Equal(("status429", TimeSpan.FromSeconds(90)), (Assert.Single(failed.Problems).Code, failed.RetryAfter));
        _ = Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task A_page_larger_than_allowed_is_not_read_to_its_end()
    {
        FeedFailedException failed = await Assert.ThrowsAsync<FeedFailedException>(
            () => ReadAsync(options: new FeedOptions { MaxPageBytes = 4_000 }));

        Assert.Equal((true, "tooLarge"), (failed.IsContent, Assert.Single(failed.Problems).Code));
    }

    [Fact]
    public async Task Upstream_that_is_not_there_is_unreachable()
    {
        Uri url = _upstream.Url;
        await _upstream.DisposeAsync();
        using HttpCatalogSource source = new(
            "feed", new FeedOptions { Url = new Uri(url, "catalog") }, TestPipelines.Create(), TimeProvider.System);

        FeedFailedException failed = await Assert.ThrowsAsync<FeedFailedException>(() => source.ReadAsync([], Stop));

        Assert.Equal("unreachable", Assert.Single(failed.Problems).Code);
        _upstream = await UpstreamServer.StartAsync(_upstream.Shop);
    }

    private HttpCatalogSource Source(string feed, FeedOptions? options = null)
    {
        options ??= new FeedOptions();
        options.Url = new Uri(_upstream.Url, feed);
        options.Kind = feed == "stock" ? FeedKind.Stock : FeedKind.Catalog;
        return new HttpCatalogSource(feed, options, TestPipelines.Create(), TimeProvider.System);
    }

    private async Task<FeedContent?> ReadAsync(string feed = "catalog", FeedOptions? options = null)
    {
        using HttpCatalogSource source = Source(feed, options);
        return await source.ReadAsync([], Stop);
    }
}
