using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>The browser client against the real engine, in a page of the engine's origin.</summary>
[Collection(SiteCollection.Name)]
public sealed class ClientTests(Site site)
{
    private const string Start = """
        <!doctype html><title>Test</title><link rel="icon" href="data:,">
        <script type="module">
          import { create } from '/client/personalization.js';
          window.client = create({ placement: 'test' });
        </script>
        """;

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task Data_attributes_record_a_view_a_click_and_an_impression()
    {
        await using WatchedPage watched = await OpenAsync(Start + """
            <main data-personal-view="p-0001" data-personal-list="list-1">
              <div data-personal-item="p-0002"><button id="click">Open</button></div>
              <div data-personal-item="p-0003"><button id="add" data-personal-event="addToCart">Add</button></div>
              <div data-personal-item="p-0004" style="margin-top: 5000px">far</div>
            </main>
            """);
        await watched.Page.Locator("#click").ClickAsync();
        await watched.Page.Locator("#add").ClickAsync();

        string[] events = await EventsAsync(watched, 5);
        Assert.Equal(
            ["addToCart p-0003", "click p-0002", "impression p-0002", "impression p-0003", "view p-0001"],
            events.Order(StringComparer.Ordinal));
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_failed_request_is_repeated_with_the_same_event_ids()
    {
        await using WatchedPage watched = await OpenAsync(Start);
        watched.Expected.Add("503");
        watched.Expected.Add("ERR_CONNECTION_RESET");
        ConcurrentQueue<string> ids = new();
        await watched.Page.RouteAsync("**/v1/events", async route =>
        {
            using JsonDocument body = JsonDocument.Parse(route.Request.PostData!);
            ids.Enqueue(body.RootElement[0].GetProperty("eventId").GetString()!);
            await (ids.Count switch
            {
                1 => route.FulfillAsync(new RouteFulfillOptions { Status = 503, Body = "{}" }),
                2 => route.AbortAsync("connectionreset"),
                _ => route.ContinueAsync(),
            });
        });

        string status = await watched.Page.EvaluateAsync<string>(
            "client.track({ type: 'view', itemId: 'p-0005' }).then(result => result.status)");

        Assert.Equal("accepted", status);
        Assert.Equal(3, ids.Count);
        Assert.Single(ids.Distinct());
        Assert.Equal(["view p-0005"], await EventsAsync(watched, 1));
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task Events_wait_in_the_browser_while_it_is_offline()
    {
        await using WatchedPage watched = await OpenAsync(Start);
        watched.Expected.Add("ERR_INTERNET_DISCONNECTED");
        await watched.Page.EvaluateAsync("client.ready");
        await watched.Page.Context.SetOfflineAsync(true);
        await watched.Page.EvaluateAsync("void client.view('p-0006')");
        Assert.Equal(1, await QueuedAsync(watched));

        await watched.Page.Context.SetOfflineAsync(false);

        Assert.Equal(["view p-0006"], await EventsAsync(watched, 1));
        await watched.Page.WaitForFunctionAsync(Queued + " === 0");
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_page_that_ends_sends_its_events()
    {
        await using WatchedPage watched = await OpenAsync(Start);
        string user = await watched.Page.EvaluateAsync<string>(
            "client.ready.then(() => { client.impression('p-0007'); return client.userId; })");
        await watched.GoAsync(site.At("/health/live"));

        Assert.Equal(["impression p-0007"], await EventsAsync(watched, 1, user));
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_stream_shows_the_profile_after_an_event()
    {
        await using WatchedPage watched = await OpenAsync(Start);
        string[] items = await watched.Page.EvaluateAsync<string[]>(
            """
            () => new Promise((resolve) => {
              const end = client.stream({ onProfile: (profile) => {
                if (profile.events === 0) { client.view('p-0008'); return; }
                end();
                resolve(profile.recent.map((event) => event.itemId));
              } });
            })
            """);

        Assert.Equal(["p-0008"], items);
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_visitor_keeps_the_events_after_the_sign_in_and_is_somebody_else_after_being_forgotten()
    {
        await using WatchedPage watched = await OpenAsync(Start);
        string[] users = await watched.Page.EvaluateAsync<string[]>(
            """
            async () => {
              await client.view('p-0009');
              const visitor = client.userId;
              await client.signIn(`known-${visitor}`);
              await client.view('p-0010');
              return [visitor, client.userId];
            }
            """);
        Assert.Equal($"known-{users[0]}", users[1]);
        Assert.Equal(["view p-0010", "view p-0009"], await EventsAsync(watched, 2, users[1]));

        string next = await watched.Page.EvaluateAsync<string>("client.forget().then(() => client.userId)");
        Assert.NotEqual(users[1], next);
        // Only the mark of the erasure is left.
        string rest = await (await watched.Page.APIRequest.GetAsync(
            site.At($"/v1/users/{users[1]}/export").AbsoluteUri)).TextAsync();
        Assert.Contains("forgotten", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("itemId", rest, StringComparison.Ordinal);
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task Hostile_titles_and_addresses_are_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)><b>bold</b>";
        await using WatchedPage watched = await OpenAsync(
            Start + "<personal-row link=\"/product/{id}\" currency=\"EUR\"></personal-row>");
        await watched.Page.RouteAsync("**/recommendations*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(new
            {
                recommendationId = "r\"><script>",
                fallbackLevel = "fresh",
                items = new[]
                {
                    new
                    {
                        id = "\"><script>alert(1)</script>",
                        score = 1,
                        item = new { title = Hostile, price = 9.5, attributes = new { image = "javascript:alert(1)" } },
                    },
                },
            }),
        }));
        await watched.Page.EvaluateAsync("document.querySelector('personal-row').refresh()");

        ILocator card = watched.Page.Locator("personal-row .card").First;
        await Assertions.Expect(card.Locator(".title")).ToHaveTextAsync(Hostile);
        await Assertions.Expect(card.Locator("img, script, b")).ToHaveCountAsync(0);
        Assert.Equal(
            "/product/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", await card.GetAttributeAsync("href"));
        await Assertions.Expect(card.Locator(".price")).ToHaveTextAsync("€9.50");
        watched.AssertClean();
    }

    private const string Queued =
        "JSON.parse(Object.entries(localStorage).find(([k]) => k.endsWith('queue'))[1]).length";

    private static Task<int> QueuedAsync(WatchedPage watched) => watched.Page.EvaluateAsync<int>(Queued);

    /// <summary>Opens a page of the engine's origin with a given text.</summary>
    private async Task<WatchedPage> OpenAsync(string html)
    {
        WatchedPage watched = await site.Browser.OpenAsync();
        watched.Expected.Add("422"); // an engine without item fields
        await watched.Page.RouteAsync("**/test.html", route => route.FulfillAsync(
            new RouteFulfillOptions { ContentType = "text/html; charset=utf-8", Body = html }));
        await watched.GoAsync(site.At("/test.html"));
        await watched.Page.WaitForFunctionAsync("window.client");
        return watched;
    }

    /// <summary>Waits until the log of a user has a number of events, and returns their types and items.</summary>
    private static async Task<string[]> EventsAsync(WatchedPage watched, int count, string? user = null)
    {
        user ??= await watched.Page.EvaluateAsync<string>("client.ready.then(() => client.userId)");
        watched.Expected.Add("404"); // the user has no event yet
        return await watched.Page.EvaluateAsync<string[]>(
            """
            async ([user, count]) => {
              for (let tries = 0; ; tries++) {
                const answer = await fetch(`/v1/users/${encodeURIComponent(user)}`);
                const { recentEvents = [] } = answer.ok ? await answer.json() : {};
                if (recentEvents.length >= count || tries === 75) {
                  return recentEvents.map(({ type, itemId }) => `${type} ${itemId}`);
                }
                await new Promise((resolve) => setTimeout(resolve, 200));
              }
            }
            """,
            new object[] { user, count });
    }
}
