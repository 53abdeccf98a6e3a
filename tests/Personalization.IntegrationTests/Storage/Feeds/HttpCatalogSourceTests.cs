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
/// Tests the real feed client against the upstream simulator on a real socket, with all faults of the simulator.
/// </summary>
public sealed class HttpCatalogSourceTests : IAsyncLifetime
{
    private UpstreamServer _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _upstream = await UpstreamServer.StartAsync(UpstreamShop.Sample(1, FeedWorld.Now));

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task All_pages_are_read_into_the_catalog()
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
    public async Task An_unchanged_feed_is_skipped_and_a_change_on_the_last_page_is_read()
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
    public async Task A_feed_that_cannot_be_read_is_rejected(string fault, bool isContent, string code)
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
    public async Task Invalid_feed_content_is_detected(string fault, string codes)
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
    public async Task Invalid_stock_is_detected(string fault, string code)
    {
        CatalogSnapshot catalog = FeedWorld.Apply(
            CatalogSnapshot.Empty, FeedCheck.Check((await ReadAsync())!, FeedWorld.Context(CatalogSnapshot.Empty)));
        _upstream.Set("stock", Enum.Parse<FaultKind>(fault));

        FeedVerdict verdict = FeedCheck.Check(
            (await ReadAsync("stock"))!, FeedWorld.Context(catalog, FeedKind.Stock, _upstream.Shop.Products.Length));

        Assert.Equal([code], FeedWorld.Codes(verdict).Distinct());
    }

    [Fact]
    public async Task Retries_recover_from_two_failures_but_not_from_three()
    {
        _upstream.Set("catalog", new UpstreamFault(FaultKind.Status, Times: 2));
        Assert.NotNull(await ReadAsync());

        _upstream.Set("catalog", new UpstreamFault(FaultKind.CutConnection, Times: 3));
        _ = await Assert.ThrowsAsync<FeedFailedException>(() => ReadAsync());
    }

    [Fact]
    public async Task A_rejected_request_is_not_retried_and_the_key_is_sent()
    {
        _upstream.Key = "secret";
        FeedFailedException refused = await Assert.ThrowsAsync<FeedFailedException>(
            () => ReadAsync(options: new FeedOptions { Key = "wrong" }));

        Assert.Equal("status401", Assert.Single(refused.Problems).Code);
        _ = Assert.Single(_upstream.Requests);
        Assert.NotNull(await ReadAsync(options: new FeedOptions { Key = "secret" }));
    }

    [Fact]
    public async Task A_long_retry_delay_of_upstream_is_respected()
    {
        _upstream.Set("catalog", new UpstreamFault(FaultKind.TooManyRequests, Seconds: 90));

        FeedFailedException failed = await Assert.ThrowsAsync<FeedFailedException>(() => ReadAsync());

        Assert.Equal(("status429", TimeSpan.FromSeconds(90)), (Assert.Single(failed.Problems).Code, failed.RetryAfter));
        _ = Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task Reading_stops_when_a_page_exceeds_the_size_limit()
    {
        FeedFailedException failed = await Assert.ThrowsAsync<FeedFailedException>(
            () => ReadAsync(options: new FeedOptions { MaxPageBytes = 4_000 }));

        Assert.Equal((true, "tooLarge"), (failed.IsContent, Assert.Single(failed.Problems).Code));
    }

    [Fact]
    public async Task An_unavailable_upstream_is_reported_as_unreachable()
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
