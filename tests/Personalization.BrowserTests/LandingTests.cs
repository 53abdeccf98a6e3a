using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>The landing page.</summary>
[Collection(SiteCollection.Name)]
public sealed class LandingTests(Site site)
{
    [Theory(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_page_shows_four_doors_and_the_state_of_the_engine(int width)
    {
        await using WatchedPage watched = await site.Browser.OpenAsync(width);
        await watched.GoAsync(site.Address);
        IPage page = watched.Page;

        await Assertions.Expect(page.Locator(".door")).ToHaveCountAsync(4);
        Assert.Equal(
            ["/demo", "/console", "/scalar", "/docs"],
            await page.Locator(".door").EvaluateAllAsync<string[]>("all => all.map(door => door.pathname)"));
        await Assertions.Expect(page.Locator("#state")).ToHaveAttributeAsync(
            "data-status", new System.Text.RegularExpressions.Regex("noModel|serving"));
        await watched.AssertNoSidewaysScrollAsync();
        await watched.ShootAsync("landing", full: true);
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_call_can_be_copied_and_run()
    {
        await using WatchedPage watched = await site.Browser.OpenAsync();
        await watched.GoAsync(site.Address);
        ILocator first = watched.Page.Locator(".code").First;

        await first.GetByText("Copy").ClickAsync();
        Assert.Equal(
            $"curl '{site.At("/v1/users/ann/recommendations?count=3&explain=true")}'",
            await watched.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await first.GetByText("Run").ClickAsync();
        await Assertions.Expect(first.Locator(".answer")).ToContainTextAsync("\"recommendationId\"");
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_program_gets_the_addresses_as_JSON()
    {
        using HttpClient http = new() { BaseAddress = site.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using System.Text.Json.JsonDocument index = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(
            new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal("/docs", index.RootElement.GetProperty("links").GetProperty("docs").GetString());
        Assert.Contains(
            index.RootElement.GetProperty("state").GetProperty("status").GetString(), new[] { "noModel", "serving" });
    }
}
