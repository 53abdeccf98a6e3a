using System.Globalization;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Streams;

/// <summary><c>/v1/users/{id}/stream</c>: the profile and the list of a user as they change.</summary>
internal static class StreamEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Maps the endpoint.</summary>
    public static void MapStreams(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1").WithTags("Streams").MapGet("/users/{id}/stream", StreamAsync)
            .WithMetadata(LongRequest.Instance)
            .Note(
                "streamUser",
                "Stream user",
                "Server-sent events: profile and list, at the beginning and after each accepted change. The id of an "
                    + "event is the profile version. With Last-Event-ID nothing is sent again while that version is "
                    + "current. Browsers read it with fetch, because EventSource sends no key.",
                ApiRight.StreamUsers)
            .Parameter(
                "placement",
                "string",
                "The placement that shows the list. It selects the ranking policy.",
                null,
                RecommendationRequest.MaxPlacement)
            .CountAndFilter()
            .Produces<string>(StatusCodes.Status200OK, SseWriter.MediaType);

    private static async Task StreamAsync(
        HttpContext context,
        UserStreamHub hub,
        StreamPlaces places,
        StreamServices services,
        KnownPlacements placements,
        KnownAttributes attributes,
        NewUserLimits newUsers,
        ApiKeyRing keys,
        UserTokens tokens,
        IHostApplicationLifetime life)
    {
        QueryReader reader = new(context.Request, "placement", "count", "filter");
        UserId user = PathId.User(context, ref reader);
        RecommendationQuery query = RecommendationRequest.ReadRecommendations(
            ref reader, services.Options, placements);
        reader.Refuse(await attributes.FindUnknownAsync(query.Filter, FilterScope.User));
        reader.ThrowIfWrong();
        newUsers.Check(context, user);
        using IDisposable place = places.Take(user, ClientAddress.Of(context));
        using StreamSignal signal = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, life.ApplicationStopping);
        await hub.AddAsync(user, signal, stop.Token);
        try
        {
            SseWriter.Start(context);
            UserStream stream = new(
                user, query, signal, () => ApiKeyMiddleware.IsStillValid(context, keys, tokens), services);
            await stream.RunAsync(context.Response.BodyWriter, LastOf(context.Request), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client disconnected, or the process stops.
        }
        finally
        {
            hub.Remove(user, signal);
        }
    }

    /// <summary>The version that the client has; null without a number, as the standard asks.</summary>
    private static long? LastOf(HttpRequest request) =>
        long.TryParse(
            request.Headers[LastEventId], NumberStyles.None, CultureInfo.InvariantCulture, out long version)
            ? version
            : null;
}
