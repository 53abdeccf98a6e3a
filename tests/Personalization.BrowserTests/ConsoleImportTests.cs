using System.Text;
using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>Import in the console.</summary>
[Collection(SiteCollection.Name)]
public sealed class ConsoleImportTests(Site site)
{
    private const string Events = """
        customer_id,action,product_id,ts,channel
        import-ann,view,p-0001,2026-11-30T10:00:00Z,web
        import-ann,purchase,p-0002,2026-11-30T11:00:00Z,web
        ,view,p-0003,2026-11-30T11:00:00Z,web
        import-bob,vieww,p-0004,2026-11-30T12:00:00Z,web
        import-bob,view,"p-0005",yesterday,"app, old"

        """;

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task An_operator_imports_a_file_with_its_own_column_names()
    {
        await using WatchedPage watched = await OpenAsync(1440);
        IPage page = watched.Page;
        await watched.ShootAsync("console-import");
        await DropAsync(page, "shop events.csv", Events);

        // The names of four columns are recognised, the fifth is skipped.
        Assert.Equal(
            ["userId", "type", "itemId", "occurredAt", ""],
            await page.Locator(".preview select").EvaluateAllAsync<string[]>("all => all.map(one => one.value)"));
        await Assertions.Expect(page.Locator(".preview tbody tr")).ToHaveCountAsync(5);
        await page.GetByLabel("Field of the column customer_id").SelectOptionAsync("");
        await Assertions.Expect(page.Locator(".problem")).ToHaveTextAsync("Choose the column of userId.");
        await page.GetByLabel("Field of the column customer_id").SelectOptionAsync("userId");
        await page.GetByLabel("Field of the column channel").SelectOptionAsync("properties.channel");
        await Assertions.Expect(page.Locator(".problem")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "curl" }).ClickAsync();
        await Assertions.Expect(page.Locator("pre.code")).ToContainTextAsync("\"properties\":{\"channel\":\"web\"}");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await watched.ShootAsync("console-import-mapping", full: true);

        await ImportAsync(page);
        await Assertions.Expect(Result(page)).ToContainTextAsync("2 stored");
        await Assertions.Expect(Result(page)).ToContainTextAsync("3 rejected");
        ILocator rejects = Result(page).Locator("tbody tr");
        await Assertions.Expect(rejects).ToHaveCountAsync(3);
        await Assertions.Expect(rejects.Filter(new() { HasText = "userId is missing." })).ToHaveCountAsync(1);
        await Assertions.Expect(rejects.Filter(new() { HasText = "'view'" })).ToHaveCountAsync(1);
        await Assertions.Expect(rejects.Filter(new() { HasText = "yesterday" })).ToHaveCountAsync(1);
        await watched.ShootAsync("console-import-done", full: true);

        // A second import stores nothing twice.
        await ImportAsync(page);
        await Assertions.Expect(Result(page)).ToContainTextAsync("2 known before");
        await Assertions.Expect(Result(page)).ToContainTextAsync("0 stored");
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_file_without_users_is_a_file_of_items()
    {
        await using WatchedPage watched = await OpenAsync(390);
        IPage page = watched.Page;
        await DropAsync(
            page, "goods.csv", "sku,name,price,weight\nimport-1,Import lamp,19.5,2.5\nimport-2,<b>x</b>,1,3\n");
        await page.GetByLabel("Field of the column weight").SelectOptionAsync("attributes.weight:number");
        await watched.AssertNoSidewaysScrollAsync();
        await watched.ShootAsync("console-import-mapping", full: true);
        await ImportAsync(page);
        await Assertions.Expect(Result(page)).ToContainTextAsync("2 stored");

        using HttpClient http = new() { BaseAddress = site.Address };
        string item = await http.GetStringAsync(
            new Uri("/v1/items/import-1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\"title\":\"Import lamp\"", item, StringComparison.Ordinal);
        Assert.Contains("\"weight\":2.5", item, StringComparison.Ordinal);
        foreach (string id in new[] { "import-1", "import-2" })
        {
            using HttpResponseMessage deleted = await http.DeleteAsync(
                new Uri($"/v1/items/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(deleted.IsSuccessStatusCode);
        }

        await DropAnotherAsync(page, "picture.png");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("must end with .csv");
        watched.AssertClean();
    }

    private static ILocator Result(IPage page) => page.Locator(".panel").Last;

    private static async Task ImportAsync(IPage page)
    {
        await page.Locator(".panel").First.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await Assertions.Expect(Result(page).GetByRole(AriaRole.Heading, new() { Name = "Imported" }))
            .ToBeVisibleAsync();
    }

    private static async Task DropAsync(IPage page, string name, string text)
    {
        await page.Locator(".drop input").SetInputFilesAsync(new FilePayload
        {
            Name = name,
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(text),
        });
        await Assertions.Expect(page.Locator(".preview")).ToBeVisibleAsync();
    }

    private static async Task DropAnotherAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Another file" }).ClickAsync();
        await page.Locator(".drop input").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "image/png", Buffer = [1] });
    }

    private async Task<WatchedPage> OpenAsync(int width)
    {
        WatchedPage watched = await site.Browser.OpenAsync(width);
        await watched.GoAsync(site.At("/console/data/import"));
        await Assertions.Expect(watched.Page.Locator(".drop input")).ToBeEnabledAsync();
        return watched;
    }
}
