using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>The guides as web pages.</summary>
[Collection(SiteCollection.Name)]
public sealed class GuideTests(Site site)
{
    [Theory(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_search_leads_to_the_section(int width)
    {
        await using WatchedPage watched = await site.Browser.OpenAsync(width);
        await watched.GoAsync(site.At("/docs"));
        IPage page = watched.Page;
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Quick start");
        await watched.AssertNoSidewaysScrollAsync();
        await watched.ShootAsync("docs");

        await page.Locator("#search").FillAsync("fallback levels");
        await page.Locator("#found [role=option] a", new() { HasText = "Fallback levels" }).First.ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(
            site.At("/docs/recommendations#fallback-levels").AbsoluteUri);
        await Assertions.Expect(page.Locator("#fallback-levels")).ToBeInViewportAsync();
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task Every_link_of_every_guide_leads_somewhere()
    {
        await using WatchedPage watched = await site.Browser.OpenAsync();
        await watched.GoAsync(site.At("/docs"));
        string[] guides = await watched.Page.Locator(".guides a").EvaluateAllAsync<string[]>(
            "all => all.map(link => link.pathname)");
        Assert.True(guides.Length >= 13, $"{guides.Length} guides");

        string[] broken = await watched.Page.EvaluateAsync<string[]>(
            """
            async (guides) => {
              const pages = new Map();
              const load = async (path) => {
                if (!pages.has(path)) {
                  const answer = await fetch(path);
                  const html = answer.ok && path.startsWith('/docs/') ? await answer.text() : '';
                  pages.set(path, { ok: answer.ok, page: new DOMParser().parseFromString(html, 'text/html') });
                }
                return pages.get(path);
              };
              const broken = [];
              for (const guide of guides) {
                const { page } = await load(guide);
                for (const link of page.querySelectorAll('.guide a[href], .contents a[href], .guide img[src]')) {
                  const url = new URL(link.getAttribute('href') ?? link.getAttribute('src'), location.origin + guide);
                  if (url.origin !== location.origin) { continue; }
                  const target = await load(url.pathname);
                  if (!target.ok || (url.hash && !target.page.getElementById(decodeURIComponent(url.hash.slice(1))))) {
                    broken.push(`${guide}: ${link.outerHTML}`);
                  }
                }
              }
              return broken;
            }
            """,
            guides);

        Assert.Empty(broken);
        watched.AssertClean();
    }
}
