using Microsoft.Playwright;

namespace Personalization.BrowserTests;

/// <summary>Debian's Chromium, driven by Playwright. One process for all tests of a collection.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>Where the package <c>chromium</c> installs the program.</summary>
    public const string Program = "/usr/bin/chromium";

    /// <summary>Why tests are skipped without the program.</summary>
    public const string Missing = $"Needs {Program}: apt-get install chromium";

    /// <summary>How long a page may take, ms. Several engines train and serve on two cores beside it.</summary>
    public const int PatienceMs = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Gets whether the program is installed.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Starts the browser.</summary>
    public static async Task<Browser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>Opens a page with its own storage.</summary>
    /// <param name="width">The width of the window, pixels.</param>
    public async Task<WatchedPage> OpenAsync(int width = 1440)
    {
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        return new WatchedPage(await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
