using System.Net;
using Microsoft.Playwright;
using Personalization.Testing.Cluster;
using Personalization.Testing.Postgres;
using Personalization.Testing.Upstream;

namespace Personalization.BrowserTests;

/// <summary>The console of a cluster behind one address, while the API process that serves it is killed.</summary>
public sealed class ConsoleFailoverTests
{
    private const string Operator = "operator-0123456789";

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_reload_continues_the_session_on_another_API_process()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(Silos: 1, Apis: 2)
            {
                Environment = DatabaseSettings.Of(database)
                    .SetItem("Personalization__Api__Keys__0__Key", Operator)
                    .SetItem("Personalization__Api__Keys__0__Role", "operate"),
            }, TestContext.Current.CancellationToken);
        await using DelayProxy front = new(AddressOf(cluster.Doors[0]));
        await using Browser browser = await Browser.StartAsync();
        await using WatchedPage console = await browser.OpenAsync();
        IPage page = console.Page;
        await console.GoAsync(new Uri($"http://{front.EndPoint}/console/settings"));
        await page.Locator("#key").FillAsync(Operator);
        await page.Locator("button[type=submit]").ClickAsync();
        await ExpectKeysAsync(page);

        await cluster.Doors[0].KillAsync();
        front.Target = AddressOf(cluster.Doors[1]);
        _ = await page.ReloadAsync();

        await ExpectKeysAsync(page);
    }

    private static IPEndPoint AddressOf(ClusterProcess door) =>
        new(IPAddress.Loopback, door.Process.Address.Port);

    /// <summary>The screen has its data and answers a click, so its live connection works.</summary>
    private static async Task ExpectKeysAsync(IPage page)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Settings and keys" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("table.t tbody tr").First).ToContainTextAsync("operate");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("shop");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create" })).ToBeEnabledAsync();
    }
}
