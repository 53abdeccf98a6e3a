using Microsoft.Playwright;
using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>The panel "Break it" of the demo shop.</summary>
public sealed class FaultTests
{
    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_fault_changes_the_fallback_level_of_the_rows_and_its_end_brings_it_back()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await StartAsync(data);
        await using Browser browser = await Browser.StartAsync();
        await using WatchedPage watched = await browser.OpenAsync();
        IPage page = watched.Page;
        watched.Expected.Add("503"); // the stream of a lost silo
        await watched.GoAsync(new Uri(engine.Address, "/demo"));
        ILocator level = page.Locator(".row[data-row='foryou'] .level");
        await Assertions.Expect(level).ToHaveAttributeAsync("data-level", "fresh");
        await page.Locator(".row[data-row='foryou'] .card .add").First.ClickAsync();
        await Assertions.Expect(page.Locator(".drawer .lines li").First).ToContainTextAsync("Added");

        await PressAsync(page, "lostModel", "true");
        await Assertions.Expect(level).ToHaveTextAsync("cached no model can be read");
        await Assertions.Expect(page.Locator(".drawer .chip")).ToHaveAttributeAsync("data-level", "cached");
        await watched.ShootAsync("shop-broken-model");
        await using (WatchedPage other = await browser.OpenAsync())
        {
            // A new visitor has no earlier list.
            // A busy machine can miss the deadline of a page, which is another reason for popular items.
            ILocator first = other.Page.Locator(".row[data-row='foryou'] .level");
            _ = await Eventually.Async(
                async () =>
                {
                    await other.GoAsync(new Uri(engine.Address, "/demo"));
                    await Assertions.Expect(first).ToHaveAttributeAsync("data-level", "popular");
                    return await first.TextContentAsync();
                },
                text => text?.Contains("no model can be read", StringComparison.Ordinal) == true);
            other.AssertClean();
        }

        await PressAsync(page, "lostModel", "false");
        await Assertions.Expect(level).ToHaveTextAsync("fresh");

        await PressAsync(page, "lostSilo", "true");
        await Assertions.Expect(level).ToContainTextAsync("the engine did not answer");
        await Assertions.Expect(level).Not.ToHaveAttributeAsync("data-level", "fresh");
        await watched.ShootAsync("shop-broken-silo");
        await PressAsync(page, "lostSilo", "false");
        await Assertions.Expect(level).ToHaveTextAsync("fresh");

        await page.SetViewportSizeAsync(390, 844);
        await page.Locator("#drawer header button").EvaluateAsync("button => button.click()");
        await watched.AssertNoSidewaysScrollAsync();
        await watched.ShootAsync("shop-levels", full: true);
        await page.Locator("#peek").EvaluateAsync("button => button.classList.contains('hidden') || button.click()");
        await watched.ShootAsync("shop-break-it");
        watched.AssertClean();
    }

    private static async Task PressAsync(IPage page, string fault, string state)
    {
        ILocator button = page.Locator($"[data-fault={fault}]");
        await button.ClickAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-checked", state);
    }

    private static async Task<EngineProcess> StartAsync(TempFolder data)
    {
        EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(data.Path)
                .With("Personalization__Sample", "true")
                .With("Personalization__Faults", "true")
                .With("Personalization__Training__Search", "false")
                .With("Personalization__Api__DefaultDeadlineMs", "5000"), // a busy machine must not change lists
            TestContext.Current.CancellationToken);
        await LiveModel.WaitAsync(engine);
        return engine;
    }
}
