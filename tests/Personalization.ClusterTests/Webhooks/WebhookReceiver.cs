using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Personalization.Client.Webhooks;

namespace Personalization.ClusterTests.Webhooks;

/// <summary>A receiver of webhooks on a real socket.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();

    private WebhookReceiver(WebApplication app)
    {
        _app = app;
        app.Run(HandleAsync);
    }

    /// <summary>Gets or sets the status of an answer by the number of the request, from 1.</summary>
    public Func<int, int> Status { get; set; } = _ => StatusCodes.Status204NoContent;

    /// <summary>Gets the requests, oldest first.</summary>
    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    /// <summary>Gets the address.</summary>
    public string Url => _app.Urls.First();

    public static async Task<WebhookReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Logging:LogLevel:Default"] = "None";
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebhookReceiver receiver = new(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        IHeaderDictionary headers = context.Request.Headers;
        _received.Enqueue(new ReceivedWebhook(
            $"{headers["Webhook-Id"]}",
            $"{headers["Webhook-Timestamp"]}",
            $"{headers["Webhook-Signature"]}",
            body.ToArray()));
        context.Response.StatusCode = Status(_received.Count);
        context.Response.Headers.Location = "/moved";
    }
}

/// <summary>A received request.</summary>
internal sealed record ReceivedWebhook(string Id, string Timestamp, string Signature, byte[] Body)
{
    public bool IsSignedWith(string secret) => WebhookSignature.Verify(secret, Id, Timestamp, Signature, Body);
}
