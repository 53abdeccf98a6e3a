using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>The story of a shopper in the demo shop.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class ShopTests(Site site)
{
    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_shopper_looks_buys_signs_in_and_is_forgotten()
    {
        await using WatchedPage watched = await OpenAsync(1440);
        IPage page = watched.Page;

        // A new visitor: no row knows a product of the visitor.
        await Assertions.Expect(Row(page, "foryou")).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, "continue")).ToHaveCountAsync(0);
        string[] before = await ProductsAsync(Row(page, "foryou"));
        AssertNoRepeats(await ProductsAsync(page.Locator(".row")));

        // One look at a tent changes the page.
        await SearchAsync(page, "tent");
        await page.Locator(".grid .card .link").First.ClickAsync();
        string tent = (await page.Locator(".product h1").TextContentAsync())!;
        await Assertions.Expect(page.Locator(".drawer .lines li").First).ToContainTextAsync("Viewed");
        await Assertions.Expect(page.Locator(".drawer .bars li:not(.none)").First).ToBeVisibleAsync();
        await page.Locator(".brand").ClickAsync();
        await Assertions.Expect(Row(page, "because")).ToContainTextAsync(tent.Split(',')[0]);
        await Assertions.Expect(Row(page, "continue")).ToBeVisibleAsync();
        Assert.NotEqual(before, await ProductsAsync(Row(page, "foryou")));
        AssertNoRepeats(await ProductsAsync(page.Locator(".row")));

        // A dismissed product leaves the page.
        string unwanted = (await ProductsAsync(Row(page, "foryou")))[0];
        await Row(page, "foryou").Locator(".card .not").First.ClickAsync();
        await Assertions.Expect(page.Locator($".row [data-id='{unwanted}']")).ToHaveCountAsync(0);

        // The cart, and an order.
        await page.Locator(".row .card .add").First.ClickAsync();
        await page.GetByText("View cart").ClickAsync();
        await Assertions.Expect(page.Locator(".lines .line")).ToHaveCountAsync(1);
        await page.GetByText("Buy now").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(ThanksPage());
        await Assertions.Expect(page.Locator(".drawer .lines li").First).ToContainTextAsync("Bought");

        // The visit comes with the shopper who signs in.
        await page.Locator("#account").ClickAsync();
        await page.Locator("#name").FillAsync("story-shopper");
        await page.Locator("#sheet .ask button").ClickAsync();
        await Assertions.Expect(page.Locator("#shopper")).ToHaveTextAsync("story-shopper");
        await Assertions.Expect(Row(page, "because")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".drawer .lines li").First).ToContainTextAsync("Bought");

        // Forgotten: a new visitor whom the engine does not know.
        await page.Locator("#account").ClickAsync();
        await page.GetByText("Forget me").ClickAsync();
        await page.Locator("#sheet .danger").ClickAsync();
        await Assertions.Expect(page.Locator("#shopper")).ToHaveTextAsync("Visitor");
        await Assertions.Expect(Row(page, "continue")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".drawer .bars")).ToContainTextAsync("Nothing yet");
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task A_shopper_who_opts_out_gets_popular_products()
    {
        await using WatchedPage watched = await OpenAsync(1440);
        IPage page = watched.Page;
        await page.Locator("#account").ClickAsync();
        await page.GetByText("Do not personalize my pages").ClickAsync();
        await Assertions.Expect(page.Locator(".chip")).ToHaveAttributeAsync("data-level", "popular");
        await Assertions.Expect(page.Locator(".drawer .facts")).ToContainTextAsync("you opted out");

        await page.Locator("#account").ClickAsync();
        await page.GetByText("Personalize my pages again").ClickAsync();
        await Assertions.Expect(page.Locator(".drawer .facts")).Not.ToContainTextAsync("you opted out");
        watched.AssertClean();
    }

    [Theory(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Every_view_fits_the_window(int width)
    {
        await using WatchedPage watched = await OpenAsync(width);
        IPage page = watched.Page;
        await ShootAsync(watched, "shop-visitor");
        await page.Locator("#account").ClickAsync();
        await ShootAsync(watched, "shop-account");
        await page.Locator(".people button").First.ClickAsync();
        await Assertions.Expect(Row(page, "continue")).ToBeVisibleAsync();
        await ShootAsync(watched, "shop-home", full: true);
        if (width < 1200)
        {
            await page.Locator("#peek").ClickAsync();
            await ShootAsync(watched, "shop-drawer");
            await page.Locator("#drawer header button").ClickAsync();
        }

        await SearchAsync(page, "knife");
        await ShootAsync(watched, "shop-search");
        await SearchAsync(page, "no such thing");
        await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await ShootAsync(watched, "shop-nothing-found");
        await page.Locator("#departments a").Nth(2).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Climbing");
        await page.Locator(".grid .card .link").First.ClickAsync();
        await Assertions.Expect(page.Locator(".row:not(.skeleton)").First).ToBeVisibleAsync();
        await ShootAsync(watched, "shop-product", full: true);
        await page.Locator(".product .first").ClickAsync();
        await page.GetByText("View cart").ClickAsync();
        await Assertions.Expect(page.Locator(".lines .line")).ToHaveCountAsync(1);
        await ShootAsync(watched, "shop-cart", full: true);
        watched.AssertClean();
    }

    [Fact(SkipUnless = nameof(Browser.IsInstalled), SkipType = typeof(Browser), Skip = Browser.Missing)]
    public async Task The_shop_works_by_keyboard()
    {
        await using WatchedPage watched = await OpenAsync(1440);
        IPage page = watched.Page;
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".row .card .link").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".product .first")).ToBeVisibleAsync();
        await page.Locator(".product .first").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#pieces")).ToHaveTextAsync("1");
        await page.Locator("#account").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#sheet")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#sheet")).ToBeHiddenAsync();
        watched.AssertClean();
    }

    private static ILocator Row(IPage page, string id) => page.Locator($".row[data-row='{id}']");

    private static Task<string[]> ProductsAsync(ILocator rows) => rows.Locator(".card").EvaluateAllAsync<string[]>(
        "all => all.map(card => card.dataset.id)");

    private static void AssertNoRepeats(string[] products)
    {
        Assert.All(products, product => Assert.Matches(ProductId(), product));
        Assert.Equal(products.Length, products.Distinct().Count());
    }

    private static async Task SearchAsync(IPage page, string text)
    {
        await page.Locator("#query").FillAsync(text);
        await page.Locator("#query").PressAsync("Enter");
        await Assertions.Expect(page).ToHaveTitleAsync($"{text} · Fell & Hearth");
        await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    private static async Task ShootAsync(WatchedPage watched, string name, bool full = false)
    {
        await watched.AssertNoSidewaysScrollAsync();
        await watched.ShootAsync(name, full);
    }

    private async Task<WatchedPage> OpenAsync(int width)
    {
        Assert.SkipUnless(site.HasPages, "Needs POST /v1/users/{id}/pages and /v1/items/get");
        WatchedPage watched = await site.Browser.OpenAsync(width);
        await watched.GoAsync(site.At("/demo"));
        try
        {
            await Assertions.Expect(Row(watched.Page, "foryou")).ToBeVisibleAsync();
        }
        catch (PlaywrightException error)
        {
            // The output of the engine names the cause of a server error.
            throw new InvalidOperationException(site.EngineOutput, error);
        }

        return watched;
    }

    [GeneratedRegex("/demo/thanks$")]
    private static partial Regex ThanksPage();

    [GeneratedRegex("^p-[0-9]{4}$")]
    private static partial Regex ProductId();
}
