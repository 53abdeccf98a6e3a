using System.Net;
using Microsoft.AspNetCore.Hosting;

namespace Personalization.BrowserTests;

/// <summary>A web server for one page, of another origin than the engine.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private string _html = string.Empty;

    private PageServer(WebApplication app) => _app = app;

    /// <summary>Gets the origin.</summary>
    public Uri Origin => new(_app.Urls.First());

    /// <summary>Starts the server on a free port of 127.0.0.1.</summary>
    public static async Task<PageServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        PageServer server = new(builder.Build());
        _ = server._app.MapGet("/", () => Results.Content(server._html, "text/html; charset=utf-8"));
        _ = server._app.MapGet("/favicon.ico", () => Results.NoContent());
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Sets the text of the page.</summary>
    public void Show(string html) => _html = html;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
