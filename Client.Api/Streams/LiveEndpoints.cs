using System.IO.Pipelines;
using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.Live;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Streams;

/// <summary><c>/v1/stream</c>: what this process receives and serves, for operators.</summary>
internal static class LiveEndpoints
{
    private const int DefaultPerSecond = 20;
    private const int MostPerSecond = 200;

    private static readonly Dictionary<string, LiveKinds> Kinds = new(StringComparer.Ordinal)
    {
        ["event"] = LiveKinds.Event,
        ["rejected"] = LiveKinds.Rejected,
        ["list"] = LiveKinds.List,
    };

    /// <summary>The user that stands for an operator in the limits of streams.</summary>
    private static readonly UserId Operator = UserId.Create("/v1/stream");

    /// <summary>Maps the endpoint.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1").WithTags("Streams").MapGet("/stream", StreamAsync)
            .WithMetadata(LongRequest.Instance)
            .Note(
                "streamAll",
                "Stream events and lists",
                "Server-sent events: a sample of what this API process receives and serves. An event 'skipped' counts "
                    + "the entries above the rate.",
                ApiRight.Operate)
            .Parameter("types", "string", "Kinds, separated by commas: event, rejected, list. Default: all.")
            .Parameter(
                "perSecond", "integer", "The most entries of a second. Default: 20.", 1, MostPerSecond)
            .Produces<string>(StatusCodes.Status200OK, SseWriter.MediaType);

    private static async Task StreamAsync(
        HttpContext context,
        LiveFeed live,
        StreamPlaces places,
        ApiOptions options,
        ApiKeyRing keys,
        UserTokens tokens,
        TimeProvider time,
        IHostApplicationLifetime life)
    {
        QueryReader query = new(context.Request, "types", "perSecond");
        LiveKinds kinds = ReadKinds(ref query);
        int perSecond = (int)query.Whole("perSecond", 1, MostPerSecond, DefaultPerSecond);
        query.ThrowIfWrong();
        using IDisposable place = places.Take(Operator, ClientAddress.Of(context));
        using LiveWatch watch = live.Watch(kinds, perSecond);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, life.ApplicationStopping);
        try
        {
            SseWriter.Start(context);
            TimeSpan beat = TimeSpan.FromSeconds(options.Streams.HeartbeatSeconds);
            PipeWriter body = context.Response.BodyWriter;
            SseWriter.Heartbeat(body);
            _ = await body.FlushAsync(stop.Token);
            while (ApiKeyMiddleware.IsStillValid(context, keys, tokens))
            {
                await WriteAsync(watch, body, beat, time, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client disconnected, or the process stops.
        }
    }

    /// <summary>Writes the entries that wait, or a heartbeat after a time without entries.</summary>
    private static async Task WriteAsync(
        LiveWatch watch, PipeWriter body, TimeSpan beat, TimeProvider time, CancellationToken stop)
    {
        try
        {
            _ = await watch.Entries.WaitToReadAsync(stop).AsTask().WaitAsync(beat, time, stop);
        }
        catch (TimeoutException)
        {
            SseWriter.Heartbeat(body);
        }

        while (watch.Entries.TryRead(out LiveEntry? entry))
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString());
            SseWriter.Whole(body, name, JsonSerializer.Serialize(entry, LiveJson.Default.LiveEntry));
        }

        if (watch.TakeSkipped() is > 0 and long skipped)
        {
            SseWriter.Whole(body, "skipped", $$"""{"count":{{skipped}}}""");
        }

        _ = await body.FlushAsync(stop);
    }

    private static LiveKinds ReadKinds(ref QueryReader query)
    {
        LiveKinds kinds = LiveKinds.None;
        foreach (string name in (query.Text("types") ?? string.Join(',', Kinds.Keys)).Split(','))
        {
            if (Kinds.TryGetValue(name.Trim(), out LiveKinds kind))
            {
                kinds |= kind;
            }
            else
            {
                string guess = NameGuess.Ask(name, [.. Kinds.Keys]);
                query.Refuse(
                    "types",
                    "unknown",
                    $"'{NameGuess.Shorten(name)}' is not a kind; the kinds are event, rejected and list.{guess}");
            }
        }

        return kinds;
    }
}
