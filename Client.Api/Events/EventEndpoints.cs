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
        .WithMetadata(new BatchBody())
        .Produces<EventBatchOutcome>(StatusCodes.Status202Accepted)
        .WithTags("Events");

    private static async Task PostAsync(HttpContext context, BodyReader bodies, EventIngest ingest)
    {
        PathId.NoQuery(context);
        ApiRole? role = ApiKeyMiddleware.Of(context)?.Key.Role;
        ParsedBody<RawEvent> body = await bodies.ReadManyAsync(
            context.Request, RawEventReader.Read, orText: role is null or ApiRole.Public);
        if (role == ApiRole.Public)
        {
            EventIds.Complete(body.Elements);
        }

        EventBatchOutcome outcome = await ingest.RecordAsync(
            body.Elements,
            ApiKeyMiddleware.CallerOf(context),
            ApiKeyMiddleware.Of(context)?.User,
            context.RequestAborted);
        if (body.IsSingle && outcome.Rejected == 1)
        {
            throw RequestRefusedException.Invalid(outcome.Results[0].Errors!);
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
