using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Live;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Events;

/// <summary><c>/v1/events</c>.</summary>
internal static class EventEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/events", PostAsync)
        .Note(
            "postEvents",
            "Record events",
            "Accepts one event, an array of events, or NDJSON. The response has a result for each event.",
            ApiRight.WriteEvents,
            ProblemCode.TooLarge,
            ProblemCode.UnsupportedMediaType)
        .Accepts<RawEvent>("application/json", BodyReader.Ndjson, BodyReader.Text)
        .Example(
            """
            {"eventId":"e-1","userId":"ann","type":"view","itemId":"p-0001","placement":"home"}
            """)
        .WithMetadata(new BatchBody())
        .Produces<EventBatchOutcome>(StatusCodes.Status202Accepted)
        .WithTags("Events");

    private static async Task PostAsync(
        HttpContext context,
        BodyReader bodies,
        EventIngest ingest,
        LiveFeed live,
        ApiOptions options,
        TimeProvider time)
    {
        PathId.NoQuery(context);
        ApiRole? role = ApiKeyMiddleware.Of(context)?.Key.Role;
        ParsedBody<RawEvent> body = await bodies.ReadManyAsync(
            context.Request, RawEventReader.Read, orText: role is null or ApiRole.Public);
        if (role == ApiRole.Public)
        {
            EventIds.Complete(body.Elements);
        }

        List<(int Index, ParsedElement<RawEvent> Element)>? lines =
            OrderLines.IsUsedBy(body) ? OrderLines.Expand(body, options.MaxBatch) : null;
        IReadOnlyList<ParsedElement<RawEvent>> events = lines is null
            ? body.Elements
            : [.. lines.Select(line => line.Element)];
        EventBatchOutcome outcome = await ingest.RecordAsync(
            events,
            ApiKeyMiddleware.CallerOf(context),
            ApiKeyMiddleware.Of(context)?.User,
            context.RequestAborted);
        if (live.IsWatched)
        {
            EventTap.Add(live, events, outcome.Results, time.GetUtcNow());
        }

        if (lines is not null)
        {
            // The result of a line has the position of its order in the body.
            outcome = outcome with
            {
                Results = [.. outcome.Results.Select((result, i) => result with { Index = lines[i].Index })],
            };
        }

        if (body.IsSingle && outcome.Rejected > 0 && outcome.Rejected == outcome.Results.Length)
        {
            throw RequestRefusedException.Invalid(
                [.. outcome.Results.SelectMany(result => result.Errors ?? [])]);
        }

        if (outcome.Unavailable > 0 && outcome.Unavailable == outcome.Results.Length)
        {
            if (outcome.IsThrottled())
            {
                throw new RequestRefusedException(
                    ProblemCode.TooManyRequests,
                    "The users send events faster than a person can. Send the events again later.");
            }

            throw new RequestRefusedException(
                ProblemCode.Unavailable,
                "The store accepted none of the events. Send them again with the same event ids.");
        }

        await EventResponseWriter.WriteAsync(context, outcome);
    }
}
