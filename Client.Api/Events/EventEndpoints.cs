using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;
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
        HttpContext context, BodyReader bodies, EventIngest ingest, ApiOptions options)
    {
        PathId.NoQuery(context);
        ApiRole? role = ApiKeyMiddleware.Of(context)?.Key.Role;
        ParsedBody<RawEvent> body = await bodies.ReadManyAsync(
            context.Request, RawEventReader.Read, orText: role is null or ApiRole.Public);
        if (role == ApiRole.Public)
        {
            EventIds.Complete(body.Elements);
        }

        EventBatchOutcome outcome = OrderLines.IsUsedBy(body)
            ? await RecordOrdersAsync(context, OrderLines.Expand(body, options.MaxBatch), ingest)
            : await RecordAsync(context, body.Elements, ingest);
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

    private static ValueTask<EventBatchOutcome> RecordAsync(
        HttpContext context, IReadOnlyList<ParsedElement<RawEvent>> elements, EventIngest ingest) =>
        ingest.RecordAsync(
            elements,
            ApiKeyMiddleware.CallerOf(context),
            ApiKeyMiddleware.Of(context)?.User,
            context.RequestAborted);

    /// <summary>Records events that order lines gave. Each result has the position of its order in the body.</summary>
    private static async ValueTask<EventBatchOutcome> RecordOrdersAsync(
        HttpContext context, List<(int Index, ParsedElement<RawEvent> Element)> events, EventIngest ingest)
    {
        EventBatchOutcome outcome = await RecordAsync(context, [.. events.Select(line => line.Element)], ingest);
        return outcome with
        {
            Results = [.. outcome.Results.Select((result, i) => result with { Index = events[i].Index })],
        };
    }
}
