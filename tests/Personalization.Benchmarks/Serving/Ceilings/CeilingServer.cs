using System.Text.Json;
using Orleans.Configuration;
using Personalization.Abstractions.Events;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>
/// Serves the ceilings of the engine's rates with the engine's HTTP server: a hello-world endpoint and grains without
/// logic.
/// </summary>
internal static class CeilingServer
{
    private const string Name = "ceilings";

    /// <summary>Serves until the process is stopped.</summary>
    /// <param name="bodyFile">A file with the answer of the bare grain: a list of the engine as JSON.</param>
    /// <param name="url">The URL to listen on.</param>
    /// <param name="gateway">0 for grains in this process; otherwise the port of a silo's gateway. This process opens
    /// the gateway or, with <paramref name="isClient"/>, connects to it.</param>
    /// <param name="isClient">Whether the grains are in another process.</param>
    public static async Task<int> RunAsync(string bodyFile, string url, int gateway = 0, bool isClient = false)
    {
        BareList list = new(await File.ReadAllBytesAsync(bodyFile));

        // Do not watch the current folder for changed settings: the compared engine writes its store there.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        _ = builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        _ = builder.Logging.SetMinimumLevel(LogLevel.Warning);
        _ = builder.Services.AddSingleton(list);
        if (isClient)
        {
            _ = builder.UseOrleansClient(client => client.UseLocalhostClustering(gateway, Name, Name));
        }
        else
        {
            _ = builder.UseOrleans(silo => silo
                .UseLocalhostClustering(
                    siloPort: LoopbackPort.Free(), gatewayPort: gateway, serviceId: Name, clusterId: Name)
                .Configure<ClusterMembershipOptions>(membership => membership.LivenessEnabled = false));
        }

        WebApplication app = builder.Build();
        _ = app.MapGet("/hello", () => "Hello World!");
        _ = app.MapGet("/bare/users/{id}/recommendations", GetListAsync);
        _ = app.MapPost("/bare/events", PostEventAsync);
        await app.RunAsync();
        return 0;
    }

    private static async Task GetListAsync(string id, IGrainFactory grains, HttpContext context)
    {
        BareList list = await grains.GetGrain<IBareGrain>(id).GetAsync();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = list.Json.Length;
        _ = await context.Response.BodyWriter.WriteAsync(list.Json);
    }

    private static async Task PostEventAsync(IGrainFactory grains, HttpContext context)
    {
        RawEvent raw =
            (await JsonSerializer.DeserializeAsync(context.Request.BodyReader, CeilingJson.Default.RawEvent))!;
        long version = await grains.GetGrain<IBareGrain>(raw.UserId!).AcknowledgeAsync(raw.EventId!);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            context.Response.BodyWriter,
            new BareAck([new BareAckResult(0, raw.EventId!, "accepted", version)], 1, 0, 0, 0),
            CeilingJson.Default.BareAck);
    }
}
