using System.Collections.Concurrent;
using Microsoft.Playwright;
using Personalization.Testing;

namespace Personalization.BrowserTests;

/// <summary>
/// A page whose console errors and requests are collected. Errors and requests to other hosts fail the test.
/// </summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _problems = new();

    /// <summary>Watches a page.</summary>
    public WatchedPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Browser.PatienceMs);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsExpected(message.Text))
            {
                _problems.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _problems.Enqueue($"error: {error}");
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" or "ws"
                && url!.Host is not "127.0.0.1")
            {
                _problems.Enqueue($"request to another host: {request.Url}");
            }
        };
    }

    /// <summary>Gets the page.</summary>
    public IPage Page { get; }

    /// <summary>Gets texts of console errors that the test causes on purpose.</summary>
    public ConcurrentBag<string> Expected { get; } = [];

    /// <summary>Opens an address and waits until the page has loaded.</summary>
    public async Task GoAsync(Uri address) => _ = await Page.GotoAsync(address.AbsoluteUri);

    /// <summary>Saves a picture of the page as a build artefact.</summary>
    /// <param name="name">The name of the picture without ending.</param>
    /// <param name="full">True for the whole page, false for the visible part.</param>
    public async Task ShootAsync(string name, bool full = false)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "screens");
        _ = Directory.CreateDirectory(folder);
        _ = await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png"),
            FullPage = full,
        });
    }

    /// <summary>Checks that the page is not wider than the window.</summary>
    public async Task AssertNoSidewaysScrollAsync() => Assert.Equal(
        0, await Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));

    /// <summary>Checks that nothing went wrong in the page.</summary>
    public void AssertClean() => Assert.True(_problems.IsEmpty, string.Join('\n', _problems));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private bool IsExpected(string text) => Expected.Any(part => text.Contains(part, StringComparison.Ordinal));
}
