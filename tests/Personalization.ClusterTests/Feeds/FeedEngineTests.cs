using System.Text.Json;
using Personalization.ClusterTests.Http;
using Personalization.Testing.Upstream;

namespace Personalization.ClusterTests.Feeds;

/// <summary>
/// The whole engine and a faulty upstream over real sockets. Clients always see the last good catalog.
/// </summary>
public sealed class FeedEngineTests : IAsyncLifetime
{
    private UpstreamServer _upstream = null!;
    private HttpEngine _engine = null!;

    private UpstreamShop Shop => _upstream.Shop;

    public async ValueTask InitializeAsync()
    {
        _upstream = await UpstreamServer.StartAsync(UpstreamShop.Sample(1, TimeProvider.System.GetUtcNow()));
        Shop.Keep(product => string.CompareOrdinal(product.Id, "p-0060") <= 0
            && product is { Stock: > 0, OnSaleFrom: null, OnSaleUntil: null });
        _upstream.PageSize = 20;
        _engine = new HttpEngine(
            $"--Personalization:Feeds:catalog:Url={_upstream.Url}catalog",
            "--Personalization:Feeds:catalog:IntervalSeconds=86400",
            "--Personalization:Feeds:catalog:MaxAgeSeconds=90000",
            "--Personalization:Feeds:stock:Kind=Stock",
            $"--Personalization:Feeds:stock:Url={_upstream.Url}stock",
            "--Personalization:Feeds:stock:IntervalSeconds=86400",
            "--Personalization:Feeds:stock:MaxAgeSeconds=90000",
            "--Personalization:Resilience:Retries=1",
            "--Personalization:Resilience:FirstPauseSeconds=0.001");
        await _engine.InitializeAsync();
        _ = await SettleAsync("catalog", "good");
        _ = await PullAsync("stock", "good");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_with_any_fault_never_reaches_a_list_and_recovers()
    {
        string[] good = await ShownAsync();
        (string renamed, string? title) = (Shop.Products[0].Id, Shop.Products[0].Title);
        Assert.Equal(Shop.Products.Select(product => product.Id), good);
        foreach ((FaultKind fault, string state, string code) in ((FaultKind, string, string)[])
        [
            (FaultKind.HalfPage, "quarantined", "incomplete"),
            (FaultKind.TruncatedJson, "quarantined", "malformed"),
            (FaultKind.WrongTypes, "quarantined", "malformed"),
            (FaultKind.Duplicates, "quarantined", "duplicate"),
            (FaultKind.NegativePrices, "quarantined", "outOfRange"),
            (FaultKind.Shrunk, "quarantined", "leaving"),
            (FaultKind.Status, "failing", "status503"),
            (FaultKind.TooManyRequests, "failing", "status429"),
        ])
        {
            _upstream.Set("catalog", new UpstreamFault(fault, Seconds: 40));
            // without a change the upstream answers "not modified"
            _ = Shop.Change(renamed, product => product with { Title = $"{fault}" });
            JsonElement feed = await PullAsync("catalog", state);

            Assert.Equal(code, feed.GetProperty("report").GetProperty("problems")[0].GetProperty("code").GetString());
            Assert.True(feed.GetProperty("isDegraded").GetBoolean());
            Assert.Equal(good, await ShownAsync());
            Assert.Equal(
                title, (await _engine.SendAsync("GET", $"/v1/items/{renamed}")).Json.GetProperty("title").GetString());
        }

        HttpAnswer health = await _engine.SendAsync("GET", "/health/ready");
        Assert.Equal("degraded", Check(health, "feeds").GetProperty("status").GetString());
        Assert.NotEqual("failing", health.Json.GetProperty("status").GetString());
        _upstream.Set("catalog", UpstreamFault.None);
        _ = Shop.Change(renamed, product => product with { Title = "Renamed" });
        JsonElement recovered = await PullAsync("catalog", "good");

        Assert.Equal(0, recovered.GetProperty("failures").GetInt32());
        Assert.False(recovered.TryGetProperty("report", out _));
        Assert.Equal(
            "Renamed", (await _engine.SendAsync("GET", $"/v1/items/{renamed}")).Json.GetProperty("title").GetString());

        // The health report is shared for a second, so the next one may still be the earlier one.
        _ = await Eventually.Async(
            () => _engine.SendAsync("GET", "/health/ready"),
            report => Check(report, "feeds").GetProperty("status").ValueEquals("ok"));
    }

    [Fact]
    public async Task Stock_that_goes_to_zero_leaves_every_list_at_once_and_comes_back()
    {
        string gone = Shop.Products[3].Id;
        Assert.Contains(gone, await ShownAsync());
        _ = Shop.Change(gone, product => product with { Stock = 0, Price = 1.5m });
        _ = await PullAsync("stock", "good");

        Assert.DoesNotContain(gone, await ShownAsync());
        Assert.Equal(
            1.5m, (await _engine.SendAsync("GET", $"/v1/items/{gone}")).Json.GetProperty("price").GetDecimal());
        Shop.Keep(product => product.Id != Shop.Products[5].Id);
        _ = await PullAsync("catalog", "good");
        Assert.DoesNotContain(gone, await ShownAsync());
        _ = Shop.Change(gone, product => product with { Stock = 4 });
        _ = await PullAsync("stock", "good");
        Assert.Equal(Shop.Products.Select(product => product.Id), await ShownAsync());
    }

    [Fact]
    public async Task An_operator_may_release_a_valid_feed_and_not_an_invalid_one()
    {
        Assert.Equal("conflict", (await _engine.SendAsync("POST", "/v1/feeds/catalog/release")).Problem);
        _upstream.Set("catalog", FaultKind.NegativePrices);
        _ = await PullAsync("catalog", "quarantined");
        Assert.Equal("conflict", (await _engine.SendAsync("POST", "/v1/feeds/catalog/release")).Problem);
        _upstream.Set("catalog", FaultKind.Shrunk);
        JsonElement shrunk = await PullAsync("catalog", "quarantined");
        Assert.True(shrunk.GetProperty("report").GetProperty("releasable").GetBoolean());

        Assert.Equal(202, (await _engine.SendAsync("POST", "/v1/feeds/catalog/release")).Status);
        JsonElement released = await SettleAsync("catalog", "good");

        Assert.Equal(Shop.Products.Where((_, i) => i % 5 < 2).Select(product => product.Id), await ShownAsync());
        Assert.Equal((await ShownAsync()).Length, released.GetProperty("items").GetInt32());
        Assert.False(released.GetProperty("released").GetBoolean());
    }

    [Fact]
    public async Task The_list_names_all_feeds_and_an_unknown_feed_is_not_found()
    {
        HttpAnswer list = await _engine.SendAsync("GET", "/v1/feeds");

        Assert.Equal(["catalog catalog good", "stock stock good"], list.Json.GetProperty("feeds").EnumerateArray()
            .Select(feed => $"{feed.GetProperty("name")} {feed.GetProperty("kind")} {feed.GetProperty("state")}"));
        Assert.All(
            list.Json.GetProperty("feeds").EnumerateArray(),
            feed => Assert.InRange(feed.GetProperty("ageSeconds").GetDouble(), 0, 600));
        Assert.Equal("notFound", (await _engine.SendAsync("GET", "/v1/feeds/other")).Problem);
        Assert.Equal("notFound", (await _engine.SendAsync("POST", "/v1/feeds/other/pull")).Problem);
        Assert.Equal("notFound", (await _engine.SendAsync("POST", "/v1/feeds/other/release")).Problem);
    }

    private static JsonElement Check(HttpAnswer health, string name) =>
        health.Json.GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == name);

    /// <summary>Gets the items of a list with room for all items, ordered by id.</summary>
    private async Task<string[]> ShownAsync()
    {
        HttpAnswer list = await _engine.SendAsync("GET", "/v1/users/visitor/recommendations?count=100&deadlineMs=5000");
        return [.. list.Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => item.GetProperty("id").GetString()!)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Pulls a feed and waits until the pull ends.</summary>
    private async Task<JsonElement> PullAsync(string feed, string state)
    {
        HttpAnswer before = await Eventually.Async(
            () => _engine.SendAsync("GET", $"/v1/feeds/{feed}"),
            answer => answer.Json.TryGetProperty("nextPullAt", out _));
        DateTimeOffset last = before.Json.GetProperty("lastPullAt").GetDateTimeOffset();
        Assert.Equal(202, (await _engine.SendAsync("POST", $"/v1/feeds/{feed}/pull")).Status);
        return await SettleAsync(feed, state, last);
    }

    private async Task<JsonElement> SettleAsync(string feed, string state, DateTimeOffset after = default)
    {
        HttpAnswer settled = await Eventually.Async(
            () => _engine.SendAsync("GET", $"/v1/feeds/{feed}"),
            answer => answer.Json.TryGetProperty("lastPullAt", out JsonElement at)
                && at.GetDateTimeOffset() > after
                && answer.Json.TryGetProperty("nextPullAt", out _)
                    && (answer.Json.GetProperty("state").GetString() == state || after != default));
        Assert.Equal(state, settled.Json.GetProperty("state").GetString());
        return settled.Json;
    }
}
