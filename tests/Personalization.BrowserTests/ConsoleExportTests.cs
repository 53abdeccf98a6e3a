using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>Export in the console.</summary>
[Collection(SiteCollection.Name)]
public sealed class ConsoleExportTests(Site site)
{
    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_exports_items_events_and_lists()
    {
        await using WatchedPage watched = await site.Browser.OpenAsync();
        IPage page = watched.Page;
        await watched.GoAsync(site.At("/console/data/export"));
        await Assertions.Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        await Assertions.Expect(Panel(page, "Items")).ToContainTextAsync("items in all");

        await page.GetByLabel("Category").FillAsync("camping");
        string[] items = await SaveAsync(page, Panel(page, "Items"), "CSV");
        Assert.StartsWith("id,title,", items[0], StringComparison.Ordinal);
        Assert.True(items.Length > 10);
        Assert.All(items[1..], line => Assert.Contains("camping", line, StringComparison.Ordinal));

        string[] events = await SaveAsync(page, Panel(page, "Events"), "NDJSON");
        Assert.True(events.Length > 1_000);
        Assert.StartsWith("{\"eventId\":", events[0], StringComparison.Ordinal);

        await page.GetByLabel("User ids").FillAsync("shopper-008, shopper-148");
        string[] lists = await SaveAsync(page, Panel(page, "Recommendations"), "CSV");
        Assert.Equal(3, lists.Length);
        Assert.StartsWith("shopper-148,", lists[2], StringComparison.Ordinal);

        // A wrong filter is a message, not a file.
        await page.GetByLabel("Filter").FillAsync("price <<");
        await Panel(page, "Items").GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-snackbar").Filter(new() { HasText = "filter" })).ToBeVisibleAsync();
        await watched.ShootAsync("console-export", full: true);
        watched.AssertClean();

        await using WatchedPage narrow = await site.Browser.OpenAsync(390);
        await narrow.GoAsync(site.At("/console/data/export"));
        await Assertions.Expect(Panel(narrow.Page, "Items")).ToContainTextAsync("items in all");
        await narrow.ShootAsync("console-export", full: true);
        await narrow.AssertNoSidewaysScrollAsync();
    }

    private static ILocator Panel(IPage page, string title) =>
        page.Locator(".panel").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = title }) });

    private static async Task<string[]> SaveAsync(IPage page, ILocator panel, string format)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => panel.GetByRole(AriaRole.Button, new() { Name = format, Exact = true }).ClickAsync());
        return await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }
}
