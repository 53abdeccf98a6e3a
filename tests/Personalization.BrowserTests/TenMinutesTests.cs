using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>The page of the web quick start, served by another origin, on an engine with keys.</summary>
public sealed partial class TenMinutesTests
{
    private const string Key = "pk-my-page-0123456789";

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_row_of_a_new_page_changes_after_a_click()
    {
        using TempFolder data = new();
        await using PageServer server = await PageServer.StartAsync();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(data.Path)
                .With("Personalization__Sample", "true")
                .With("Personalization__Training__Search", "false")
                .With("Personalization__Api__DefaultDeadlineMs", "5000") // a busy machine must not change the list
                .With("Personalization__Api__Keys__0__Key", "operator-0123456789")
                .With("Personalization__Api__Keys__0__Role", "Operate")
                .With("Personalization__Api__Keys__1__Key", Key)
                .With("Personalization__Api__Keys__1__Role", "Public")
                .With("Personalization__Api__Keys__1__Origins__0", server.Origin.GetLeftPart(UriPartial.Authority))
                .With("Personalization__Api__Tokens__Anonymous", "true"),
            TestContext.Current.CancellationToken);
        await LiveModel.WaitAsync(engine, "operator-0123456789");
        server.Show(PageOfTheGuide().Replace(
            "http://127.0.0.1:5080", engine.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        await using Browser browser = await Browser.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync(1000);
        await watched.GoAsync(server.Origin);

        ILocator cards = watched.Page.Locator("personal-row .card");
        await Assertions.Expect(cards).ToHaveCountAsync(6);
        string[] before = await cards.Locator(".title").AllTextContentsAsync() is { } titles ? [.. titles] : [];
        await cards.First.ClickAsync();

        await Assertions.Expect(cards.First.Locator(".title")).Not.ToHaveTextAsync(before[0]);
        await Assertions.Expect(cards).ToHaveCountAsync(6);
        await watched.ShootAsync("ten-minutes");
        watched.AssertClean();
    }

    /// <summary>The page as the guide shows it: at most twelve lines.</summary>
    private static string PageOfTheGuide()
    {
        string guide = File.ReadAllText(
            Path.Combine(Repository.Root, "Client.Api", "Docs", "web-quick-start.md"));
        string page = Html().Match(guide).Groups["page"].Value;
        Assert.InRange(page.Trim().Split('\n').Length, 5, 12);
        Assert.Contains(Key, page, StringComparison.Ordinal);
        return page;
    }

    [GeneratedRegex("```html\n(?<page><!doctype.*?)```", RegexOptions.Singleline)]
    private static partial Regex Html();
}
