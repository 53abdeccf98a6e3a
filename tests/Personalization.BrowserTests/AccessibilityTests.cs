using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Personalization.BrowserTests;

/// <summary>axe finds no serious violation on any page.</summary>
[Collection(SiteCollection.Name)]
public sealed class AccessibilityTests(Site site)
{
    [Theory(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    [InlineData("/", ".figures:not([hidden]), .training:not([hidden]), .says")]
    [InlineData("/docs", ".guide h1")]
    [InlineData("/docs/recommendations", ".guide h1")]
    [InlineData("/demo", ".row:not(.skeleton) .card")]
    [InlineData("/demo/category/camping", ".grid .card")]
    [InlineData("/demo/item/p-0001", ".product h1")]
    [InlineData("/demo/cart", ".empty")]
    public async Task A_page_has_no_serious_violation(string path, string ready)
    {
        await using WatchedPage watched = await site.Browser.OpenAsync();
        await watched.GoAsync(site.At(path));
        await watched.Page.Locator(ready).First.WaitForAsync();

        AxeResult found = await watched.Page.RunAxe();

        Assert.Empty(found.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(
            violation => $"{violation.Id}: {violation.Help}\n"
                + string.Join('\n', violation.Nodes.Select(node => node.Html).Take(5))));
        Assert.NotEmpty(found.Passes);
    }
}
