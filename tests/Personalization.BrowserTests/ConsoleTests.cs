using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>The operator console in a real browser: every screen at two widths, and the story of an operator.</summary>
[Collection(SiteCollection.Name)]
public sealed class ConsoleTests(Site site)
{
    private const string Shopper = "shopper-001";

    public static TheoryData<string, string> Screens => new()
    {
        { "", "Overview" },
        { "live", "Live" },
        { "users", "Users" },
        { $"users/{Shopper}", Shopper },
        { "items", "Items" },
        { "items/p-0001", "Thistle 3-person tent, slate" },
        { "playground", "Playground" },
        { "models", "Models and rollouts" },
        { "experiments", "Experiments" },
        { "experiments/new", "New experiment" },
        { "rules", "Rules and placements" },
        { "rules/new", "New rule" },
        { "data", "Data" },
        { "settings", "Settings and keys" },
    };

    [Theory(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    [MemberData(nameof(Screens))]
    public async Task A_screen_loads_at_both_widths_without_an_error(string path, string title)
    {
        foreach (int width in (int[])[1440, 390])
        {
            await using WatchedPage watched = await OpenAsync(path, width);

            await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(title);
            await Assertions.Expect(watched.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
            await watched.AssertNoSidewaysScrollAsync();
            await watched.ShootAsync($"console-{(path.Length == 0 ? "overview" : path.Replace('/', '-'))}", full: true);
            watched.AssertClean();
        }
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_finds_a_user_and_sees_the_list_follow_an_event()
    {
        await using WatchedPage watched = await OpenAsync("users");
        IPage page = watched.Page;
        await page.GetByLabel("User id").FillAsync("console-visitor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open user" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("console-visitor");
        await Assertions.Expect(page.GetByText("The engine has no event of this user.")).ToBeVisibleAsync();

        await page.GetByLabel("Item id").FillAsync("p-0001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send event" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Recorded: view of p-0001.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".bars .name")).ToHaveTextAsync(["Thistle 3-person tent, slate"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget" }).ClickAsync();
        ILocator forget = page.GetByRole(AriaRole.Button, new() { Name = "Forget for ever" });
        await Assertions.Expect(forget).ToBeDisabledAsync();
        await page.GetByLabel("Type console-visitor to confirm").FillAsync("console-visitor");
        await forget.ClickAsync();
        await Assertions.Expect(page.GetByText("The user was erased.")).ToBeVisibleAsync();
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_hides_an_item_and_shows_it_again()
    {
        await using WatchedPage watched = await OpenAsync("items/p-0002");
        IPage page = watched.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Hide", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("The item is hidden from every list.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show again" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The item can be recommended again.")).ToBeVisibleAsync();
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_creates_and_starts_an_experiment()
    {
        await using WatchedPage watched = await OpenAsync("experiments/new");
        IPage page = watched.Page;
        await page.GetByLabel("Name").FillAsync("console-variety");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("console-variety");
        await Assertions.Expect(page.Locator(".verdict")).ToHaveTextAsync("A draft. Start it to measure.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Not decided: no users so far.");
        await page.GetByRole(AriaRole.Button, new() { Name = "curl" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("pre.code"))
            .ToHaveTextAsync($"curl '{site.At("/v1/experiments/console-variety/results")}'");
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_sees_events_as_they_come_and_why_one_is_rejected()
    {
        await using WatchedPage watched = await OpenAsync("live");
        ILocator rows = watched.Page.Locator("tbody tr");
        await using WatchedPage shop = await site.Browser.OpenAsync();
        await shop.GoAsync(site.At("/demo/item/p-0003"));
        await Assertions.Expect(rows.Filter(new() { HasText = "p-0003" }).Filter(new() { HasText = "accepted" }))
            .ToHaveCountAsync(1);

        using HttpClient http = new() { BaseAddress = site.Address };
        using StringContent wrong = new(
            """[{"eventId":"w","userId":"live-user","type":"vieww","itemId":"p-0003"}]""", null, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri("/v1/events", UriKind.Relative), wrong, TestContext.Current.CancellationToken);
        await Assertions.Expect(rows.Filter(new() { HasText = "live-user" })).ToContainTextAsync("'view'");
        await watched.ShootAsync("console-live-events");
        watched.AssertClean();
    }

    /// <summary>Texts of clients are shown as they are.</summary>
    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_hostile_title_is_text()
    {
        const string Title = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        using HttpClient http = new() { BaseAddress = site.Address };
        using StringContent item = new(
            System.Text.Json.JsonSerializer.Serialize(new { title = Title }), null, "application/json");
        using HttpResponseMessage put = await http.PutAsync(
            new Uri("/v1/items/hostile", UriKind.Relative), item, TestContext.Current.CancellationToken);
        Assert.True(put.IsSuccessStatusCode);

        await using WatchedPage watched = await OpenAsync("items/hostile");

        await Assertions.Expect(watched.Page.Locator("h1")).ToHaveTextAsync(Title);
        Assert.NotEqual("owned", await watched.Page.TitleAsync());
        watched.AssertClean();

        // Other tests look at every product of the shop.
        using HttpResponseMessage deleted = await http.DeleteAsync(
            new Uri("/v1/items/hostile", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(deleted.IsSuccessStatusCode);
    }

    private async Task<WatchedPage> OpenAsync(string path, int width = 1440)
    {
        WatchedPage watched = await site.Browser.OpenAsync(width);
        await watched.GoAsync(site.At($"/console/{path}"));
        await Assertions.Expect(watched.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        return watched;
    }
}
