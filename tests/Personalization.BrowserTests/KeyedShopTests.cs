using System.Collections.Concurrent;
using Microsoft.Playwright;
using Personalization.Testing;
using IRequest = Microsoft.Playwright.IRequest;

namespace Personalization.BrowserTests;

/// <summary>
/// The story of a shopper in the demo shop of an API with keys: the page has a public key and a user token only.
/// </summary>
public sealed class KeyedShopTests
{
    private const string OperateKey = "operator-0123456789";

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_page_with_a_public_key_serves_its_shopper_and_no_other_user()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await StartAsync(data);
        await using Browser browser = await Browser.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync();
        IPage page = watched.Page;
        ConcurrentQueue<string> withoutKey = [];
        page.Request += (_, request) => Check(request, withoutKey);
        await watched.GoAsync(new Uri(engine.Address, "/demo"));
        await Assertions.Expect(Row(page, "foryou")).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, "because")).ToHaveCountAsync(0);

        // One look at a product changes the rows.
        await page.Locator("#query").FillAsync("tent");
        await page.Locator("#query").PressAsync("Enter");
        await page.Locator(".grid .card .link").First.ClickAsync();
        string tent = (await page.Locator(".product h1").TextContentAsync())!;
        await Assertions.Expect(page.Locator(".drawer .lines li").First).ToContainTextAsync("Viewed");
        await page.Locator(".brand").ClickAsync();
        await Assertions.Expect(Row(page, "because")).ToContainTextAsync(tent.Split(',')[0]);

        // The opt-out of the visitor, and back.
        await ChooseAsync(page, "Do not personalize my pages");
        await Assertions.Expect(page.Locator(".drawer .facts")).ToContainTextAsync("you opted out");
        await ChooseAsync(page, "Personalize my pages again");
        await Assertions.Expect(page.Locator(".drawer .facts")).Not.ToContainTextAsync("you opted out");

        // The visit comes with the shopper who signs in, and a reload keeps the session.
        await page.Locator("#account").ClickAsync();
        await page.Locator("#name").FillAsync("keyed-shopper");
        await page.Locator("#sheet .ask button").ClickAsync();
        await Assertions.Expect(page.Locator("#shopper")).ToHaveTextAsync("keyed-shopper");
        await Assertions.Expect(Row(page, "because")).ToContainTextAsync(tent.Split(',')[0]);
        _ = await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#shopper")).ToHaveTextAsync("keyed-shopper");
        await Assertions.Expect(Row(page, "because")).ToContainTextAsync(tent.Split(',')[0]);

        // Another user's data is refused.
        watched.Expected.Add("403");
        Assert.Equal(
            ["200", "403", "403", "403", "forbidden"],
            await page.EvaluateAsync<string[]>(ReachAnother));

        // Forgotten: a new visitor.
        await page.Locator("#account").ClickAsync();
        await page.GetByText("Forget me").ClickAsync();
        await page.Locator("#sheet .danger").ClickAsync();
        await Assertions.Expect(page.Locator("#shopper")).ToHaveTextAsync("Visitor");
        await Assertions.Expect(Row(page, "because")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".drawer .bars")).ToContainTextAsync("Nothing yet");
        Assert.Empty(withoutKey);
        watched.AssertClean();
    }

    /// <summary>Statuses of calls with the page's key and token: the own list, then data of other users.</summary>
    private const string ReachAnother = """
        async () => {
          const key = document.querySelector('meta[name=public-key]').content;
          const { token, userId } = await (await fetch('/demo/api/visitor', { method: 'POST' })).json();
          const headers = { 'X-Api-Key': key, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
          const list = (user) => fetch(`/v1/users/${user}/recommendations`, { headers });
          const answers = [
            await list(userId),
            await list('shopper-008'),
            await fetch('/v1/users/shopper-008/export', { headers }),
            await fetch('/v1/items/p-0001', { headers }),
          ];
          const event = { eventId: crypto.randomUUID(), userId: 'shopper-008', type: 'view', itemId: 'p-0001' };
          const sent = await fetch('/v1/events', { method: 'POST', headers, body: JSON.stringify([event]) });
          const { results } = await sent.json();
          return [...answers.map(({ status }) => String(status)), results[0].errors[0].code];
        }
        """;

    private static void Check(IRequest request, ConcurrentQueue<string> withoutKey)
    {
        Uri address = new(request.Url);
        bool isFile = request.Method == "GET"
            && (address.AbsolutePath.StartsWith("/site/", StringComparison.Ordinal)
                || address.AbsolutePath.StartsWith("/client/", StringComparison.Ordinal)
                || !address.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal));
        bool isBackend = address.AbsolutePath.StartsWith("/demo/api/", StringComparison.Ordinal);
        bool hasKey = request.Headers.TryGetValue("x-api-key", out string? key)
            && key.StartsWith("pk_", StringComparison.Ordinal);
        if (!isFile && !isBackend && !hasKey)
        {
            withoutKey.Enqueue($"{request.Method} {request.Url}");
        }
    }

    private static ILocator Row(IPage page, string id) => page.Locator($".row[data-row='{id}']");

    private static async Task ChooseAsync(IPage page, string choice)
    {
        await page.Locator("#account").ClickAsync();
        await page.GetByText(choice).ClickAsync();
    }

    /// <summary>Starts an engine with one key, and waits for the first model.</summary>
    private static async Task<EngineProcess> StartAsync(TempFolder data)
    {
        EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(data.Path)
                .With("Personalization__Sample", "true")
                .With("Personalization__Training__Search", "false")
                .With("Personalization__Api__DefaultDeadlineMs", "5000") // a busy machine must not change lists
                .With("Personalization__Api__Keys__0__Key", OperateKey)
                .With("Personalization__Api__Keys__0__Role", "Operate"),
            TestContext.Current.CancellationToken);
        await LiveModel.WaitAsync(engine, OperateKey);
        return engine;
    }
}
