using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using HttpContext = Microsoft.AspNetCore.Http.HttpContext;
using RunExtensions = Microsoft.AspNetCore.Builder.RunExtensions;
using WebApplication = Microsoft.AspNetCore.Builder.WebApplication;
using WebApplicationBuilder = Microsoft.AspNetCore.Builder.WebApplicationBuilder;
using WebHosts = Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions;

namespace Personalization.Testing.Upstream;

/// <summary>
/// A shop's upstream on a real socket: <c>/catalog</c> and <c>/stock</c> as pages with entity tags and optional
/// compression and faults. Controlled from the same process or over <c>/control</c> (see
/// <see cref="UpstreamControl"/>).
/// </summary>
internal sealed class UpstreamServer : IAsyncDisposable
{
    private const int SlowParts = 20;

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, UpstreamFault> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();

    private UpstreamServer(WebApplication app, UpstreamShop shop, TimeProvider time)
    {
        _app = app;
        _time = time;
        Shop = shop;
        RunExtensions.Run(app, HandleAsync);
    }

    /// <summary>Gets the shop behind the feeds.</summary>
    public UpstreamShop Shop { get; }

    /// <summary>Gets the number of items per page.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Gets the key that clients must send in <c>X-Api-Key</c>; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>Gets the address that the server listens on.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Gets the answered requests, oldest first.</summary>
    public IReadOnlyCollection<UpstreamRequest> Requests => _requests;

    /// <summary>Starts a server.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="url">The address to listen on.</param>
    /// <param name="time">The clock for faults that take time.</param>
    public static async Task<UpstreamServer> StartAsync(
        UpstreamShop shop, string url = "http://127.0.0.1:0", TimeProvider? time = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Logging:LogLevel:Default"] = "None";
        _ = WebHosts.UseUrls(builder.WebHost, url);
        UpstreamServer server = new(builder.Build(), shop, time ?? TimeProvider.System);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Sets the fault of a feed; <see cref="UpstreamFault.None"/> ends it.</summary>
    /// <param name="feed"><c>catalog</c> or <c>stock</c>.</param>
    /// <param name="fault">The fault.</param>
    public void Set(string feed, UpstreamFault fault) => _faults[feed] = fault;

    /// <summary>Sets the fault of a feed.</summary>
    public void Set(string feed, FaultKind kind) => Set(feed, new UpstreamFault(kind));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!.Trim('/');
        if (path.StartsWith("control/", StringComparison.Ordinal))
        {
            await UpstreamControl.HandleAsync(this, context, path["control/".Length..]);
        }
        else if (path is not ("catalog" or "stock"))
        {
            context.Response.StatusCode = 404;
        }
        else if (Key is { } key && context.Request.Headers["X-Api-Key"] != key)
        {
            context.Response.StatusCode = 401;
        }
        else
        {
            await AnswerAsync(context, path);
        }

        _requests.Enqueue(new UpstreamRequest(path, context.Response.StatusCode));
    }

    private async Task AnswerAsync(HttpContext context, string feed)
    {
        UpstreamFault fault = Take(feed);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, _stopping.Token);
        switch (fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), _time, stop.Token).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing);
                break;
            case FaultKind.Status:
                context.Response.StatusCode = fault.Status;
                return;
            case FaultKind.TooManyRequests:
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = Math.Ceiling(fault.Seconds)
                    .ToString(CultureInfo.InvariantCulture);
                return;
            case FaultKind.Html:
                context.Response.ContentType = "text/html";
                await context.Response.Body.WriteAsync("<html><body>Maintenance</body></html>"u8.ToArray(), stop.Token);
                return;
        }

        int page = int.TryParse(context.Request.Query["page"], CultureInfo.InvariantCulture, out int asked) ? asked : 1;
        byte[] body = FeedBody.Page(feed, Shop.Products, page, PageSize, fault.Kind);
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        await WriteAsync(context, body, fault, stop.Token);
    }

    private async Task WriteAsync(
        HttpContext context, byte[] body, UpstreamFault fault, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/json";
        switch (fault.Kind)
        {
            case FaultKind.TruncatedJson:
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
                return;
            case FaultKind.CutConnection:
                context.Response.ContentLength = body.Length;
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
                context.Abort();
                return;
            case FaultKind.SlowBytes:
                await TrickleAsync(context, body, TimeSpan.FromSeconds(fault.Seconds / SlowParts), cancellationToken);
                return;
        }

        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using GZipStream gzip = new(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(body, cancellationToken);
            return;
        }

        await context.Response.Body.WriteAsync(body, cancellationToken);
    }

    private async Task TrickleAsync(
        HttpContext context, byte[] body, TimeSpan pause, CancellationToken cancellationToken)
    {
        int part = (body.Length / SlowParts) + 1;
        for (int at = 0; at < body.Length && !cancellationToken.IsCancellationRequested; at += part)
        {
            await context.Response.Body.WriteAsync(
                body.AsMemory(at, Math.Min(part, body.Length - at)), cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gets the fault of this response and counts it.</summary>
    private UpstreamFault Take(string feed)
    {
        while (_faults.TryGetValue(feed, out UpstreamFault? fault))
        {
            UpstreamFault next = fault.Times is { } left
                ? left <= 1 ? UpstreamFault.None : fault with { Times = left - 1 }
                : fault;
            if (ReferenceEquals(next, fault) || _faults.TryUpdate(feed, next, fault))
            {
                return fault;
            }
        }

        return UpstreamFault.None;
    }
}
