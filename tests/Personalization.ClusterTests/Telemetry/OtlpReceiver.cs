using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>Receives OTLP over HTTP and reads the spans.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<Span> _spans = new();

    private OtlpReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public string Address => _app.Urls.First();

    public IReadOnlyCollection<Span> Spans => _spans;

    /// <summary>True if any received signal contains the text.</summary>
    public bool HasReceived(string text) =>
        _bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public static async Task<OtlpReceiver> StartAsync()
    {
        OtlpReceiver receiver = new();
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        _bodies.Enqueue(body.ToArray());
        if (context.Request.Path == "/v1/traces")
        {
            foreach (ProtoField resource in ProtoField.Below(body.ToArray(), 1))
            {
                Read(resource.Content);
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private void Read(ReadOnlyMemory<byte> resource)
    {
        string process = ProtoField.Below(resource, 1, 1).Select(attribute => ProtoField.Of(attribute.Content))
            .Where(pair => pair[0].Text == "service.name")
            .Select(pair => ProtoField.Of(pair[1].Content)[0].Text)
            .Single();
        foreach (ProtoField span in ProtoField.Below(resource, 2, 2))
        {
            ILookup<int, ProtoField> fields = ProtoField.Of(span.Content).ToLookup(field => field.Number);
            _spans.Enqueue(new Span(
                process,
                fields[1].First().Hex,
                fields[2].First().Hex,
                fields[4].Select(parent => parent.Hex).FirstOrDefault(string.Empty),
                fields[5].First().Text));
        }
    }
}
