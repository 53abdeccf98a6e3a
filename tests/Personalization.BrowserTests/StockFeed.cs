using System.Net;
using Microsoft.AspNetCore.Hosting;

namespace Personalization.BrowserTests;

/// <summary>The stock of the sample shop's first items, as another system offers it to a feed of the engine.</summary>
internal sealed class StockFeed : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _items = 20;

    private StockFeed(WebApplication app) => _app = app;

    /// <summary>Gets the address of the feed's first and only page.</summary>
    public Uri Address => new(new Uri(_app.Urls.First()), "/stock");

    /// <summary>Starts the server on a free port of 127.0.0.1.</summary>
    public static async Task<StockFeed> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        StockFeed feed = new(builder.Build());
        _ = feed._app.MapGet("/stock", () => new
        {
            Total = feed._items,
            Items = Enumerable.Range(1, feed._items).Select(number => new { Id = $"p-{number:0000}", Stock = 5 }),
        });
        await feed._app.StartAsync();
        return feed;
    }

    /// <summary>Sets how many items the next pull gets.</summary>
    public void Offer(int items) => _items = items;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
