using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>The story of an operator in the console, with its effect in the shop.</summary>
[Collection(SiteCollection.Name)]
public sealed class OperatorTests(Site site)
{
    private const string Pinned = "p-0123";

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_previews_and_publishes_a_pinned_item_and_the_shop_shows_it()
    {
        await using WatchedPage console = await OpenAsync("rules/new");
        IPage page = console.Page;
        await page.GetByLabel("Item id").FillAsync(Pinned);
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("operator-story");
        await page.GetByLabel("User ids").FillAsync("shopper-001");
        await Press(page, "Preview");
        ILocator first = page.Locator(".rank").Filter(new() { Has = page.Locator(".n").GetByText("1", Exactly) });
        await Assertions.Expect(first).ToHaveCountAsync(2);
        await Assertions.Expect(first.Nth(0).Locator("a")).Not.ToHaveAttributeAsync("title", Pinned);
        await Assertions.Expect(first.Nth(1).Locator("a")).ToHaveAttributeAsync("title", Pinned);
        Assert.NotEqual(Pinned, await FirstInShopAsync());

        await Press(page, "Publish");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("operator-story");
        await Assertions.Expect(page.GetByText("Lists use this rule within its schedule.")).ToBeVisibleAsync();
        // A list that misses the shop's deadline on a busy machine comes without rules.
        _ = await Eventually.Async(FirstInShopAsync, first => first == Pinned);
        await console.ShootAsync("console-rule-published", full: true);

        await Press(page, "Delete");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Rules and placements");
        _ = await Eventually.Async(FirstInShopAsync, first => first != Pinned);
        console.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_trains_a_model_and_rolls_it_back()
    {
        await using WatchedPage console = await OpenAsync("models");
        IPage page = console.Page;
        ILocator summary = page.Locator(".head p");
        string before = (await summary.TextContentAsync())!;
        await Press(page, "Train");
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        using HttpClient http = new() { BaseAddress = site.Address };
        _ = await Eventually.Async(
            () => http.GetStringAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken),
            models => models.Contains("\"running\":false", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator("tbody .mono")).ToHaveCountAsync(2);

        ILocator actions = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Actions of ") });
        await Assertions.Expect(actions).ToHaveCountAsync(1);
        if (await summary.TextContentAsync() == before)
        {
            // The gate keeps a version that is not better as a candidate.
            await actions.ClickAsync();
            await page.GetByText("Promote to all users").ClickAsync();
            await Confirm(page, "Promote");
            await Assertions.Expect(summary).Not.ToHaveTextAsync(before);
        }

        await Press(page, "Roll back");
        await Confirm(page, "Roll back");
        await Assertions.Expect(summary).ToHaveTextAsync(before);
        console.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_sees_a_quarantined_feed_and_releases_it()
    {
        await using WatchedPage console = await OpenAsync("data");
        IPage page = console.Page;
        ILocator feed = page.Locator("tr").Filter(new() { HasText = "stock" }).First;
        using HttpClient http = new() { BaseAddress = site.Address };
        string before = await StockAsync(http);
        await feed.GetByRole(AriaRole.Button, new() { Name = "Pull" }).ClickAsync();
        _ = await Eventually.Async(
            () => StockAsync(http), // a pull at the start can be older than the items of the shop
            state => LastPull(state) != LastPull(before)
                && state.Contains("\"state\":\"good\"", StringComparison.Ordinal)
                && state.Contains("\"nextPullAt\"", StringComparison.Ordinal)); // no pull is on its way
        await Assertions.Expect(feed).ToContainTextAsync("good");

        site.Stock.Offer(items: 10);
        await feed.GetByRole(AriaRole.Button, new() { Name = "Pull" }).ClickAsync();
        await Assertions.Expect(feed).ToContainTextAsync("quarantined", new() { Timeout = 60_000 });
        await console.ShootAsync("console-feed-quarantined", full: true);

        await feed.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        await Confirm(page, "Release");
        await Assertions.Expect(feed).ToContainTextAsync("good", new() { Timeout = 60_000 });
        console.AssertClean();
    }

    private static LocatorGetByTextOptions Exactly => new() { Exact = true };

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static Task Confirm(IPage page, string action) => page.GetByRole(AriaRole.Dialog)
        .GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();

    private static Task<string> StockAsync(HttpClient http) => http.GetStringAsync(
        new Uri("/v1/feeds/stock", UriKind.Relative), TestContext.Current.CancellationToken);

    private static string? LastPull(string state) =>
        JsonNode.Parse(state)!["lastPullAt"]?.ToString();

    private async Task<string?> FirstInShopAsync()
    {
        await using WatchedPage shop = await site.Browser.OpenAsync();
        await shop.GoAsync(site.At("/demo"));
        string? first = await shop.Page.Locator(".row[data-row='foryou'] .card").First.GetAttributeAsync("data-id");
        shop.AssertClean();
        return first;
    }

    private async Task<WatchedPage> OpenAsync(string path)
    {
        WatchedPage watched = await site.Browser.OpenAsync();
        await watched.GoAsync(site.At($"/console/{path}"));
        await Assertions.Expect(watched.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        return watched;
    }
}
