using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Lists: for a user, of a caller's candidates, around an item, of everybody.</summary>
internal static class RecommendationEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRecommendations(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder lists = routes.MapGroup("/v1").WithTags("Recommendations");
        _ = lists.MapGet("/users/{id}/recommendations", RecommendAsync)
            .Note(
                "getRecommendations",
                "What to show a user next, from the best level that answers inside the deadline.",
                ApiRole.Read)
            .Parameter(
                "placement",
                "string",
                "Where the list will be shown; chooses the policy.",
                null,
                RecommendationRequest.MaxPlacement)
            .CountAndFilter()
            .Parameter("cursor", "string", "The cursor of the page before, for endless scroll without repeats.")
            .Parameter(
                "minVersion",
                "integer",
                "The profile version the list must contain (from an acknowledgement).",
                0,
                long.MaxValue)
            .Parameter("deadlineMs", "integer", "The time to answer in, milliseconds.", 1, 60_000)
            .Parameter("explain", "boolean", "Adds titles and reasons in sentences; slower.")
            .Produces<RecommendationResponse>();
        _ = lists.MapPost("/users/{id}/rank", RankAsync)
            .Note(
                "rank",
                "The caller's own candidates in the user's order.",
                ApiRole.Read,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawRank>("application/json").Produces<RecommendationResponse>();
        _ = lists.MapGet("/items/{id}/similar", SimilarAsync)
            .Note("getSimilar", "Items often chosen together with an item.", ApiRole.Read)
            .CountAndFilter().Produces<RecommendationResponse>();
        _ = lists.MapGet("/popular", PopularAsync)
            .Note("getPopular", "What is popular with everybody now.", ApiRole.Read)
            .CountAndFilter().Produces<RecommendationResponse>();
    }

    private static async Task RecommendAsync(
        HttpContext context,
        RecommendationCalls calls,
        Titles titles,
        ApiOptions options,
        ApiMetrics metrics,
        TimeProvider time)
    {
        QueryReader query = new(
            context.Request, "placement", "count", "cursor", "filter", "minVersion", "deadlineMs", "explain");
        UserId user = PathId.User(context, ref query);
        RecommendationQuery wanted = RecommendationRequest.ReadRecommendations(ref query, options);
        bool explain = query.Flag("explain");
        query.ThrowIfWrong();
        if (explain)
        {
            RecommendationList list = await calls.RecommendAsync(user, wanted, context.RequestAborted);
            metrics.Served(context, "user", wanted.Placement, list.FallbackLevel, list.FallbackReason);
            await RecommendationWriter.WriteExplainedAsync(context, list, time.GetUtcNow(), await titles.OfAsync(list));
            return;
        }

        ServedList served = await calls.ServeAsync(user, wanted, context.RequestAborted);
        metrics.Served(context, "user", wanted.Placement, served.FallbackLevel, served.FallbackReason);
        await RecommendationWriter.WriteAsync(context, served, time.GetUtcNow());
    }

    private static async Task RankAsync(
        HttpContext context,
        BodyReader bodies,
        RecommendationCalls calls,
        ApiOptions options,
        ApiMetrics metrics,
        TimeProvider time)
    {
        UserId user = PathId.OnlyUser(context);
        ParsedElement<RawRank> body = await bodies.ReadOneAsync(context.Request, RankReader.Read);
        RankQuery query = RankReader.Validate(body.Value!, options.DefaultDeadlineMs, body.Errors)
            ?? throw RequestRefusedException.Invalid(body.Errors);
        RecommendationList list = await calls.RankAsync(user, query, context.RequestAborted);
        metrics.Served(context, "rank", null, list.FallbackLevel, list.FallbackReason);
        await RecommendationWriter.WriteAsync(context, list, time.GetUtcNow());
    }

    private static async Task SimilarAsync(
        HttpContext context, RecommendationCalls calls, ApiMetrics metrics, TimeProvider time)
    {
        QueryReader query = new(context.Request, "count", "filter");
        ItemId item = PathId.Item(context, ref query);
        int count = RecommendationRequest.Count(ref query);
        ItemFilter? filter = RecommendationRequest.Filter(ref query);
        query.ThrowIfWrong();
        RecommendationList list = await calls.SimilarAsync(item, count, filter, context.RequestAborted);
        metrics.Served(context, "similar", null, list.FallbackLevel, list.FallbackReason);
        await RecommendationWriter.WriteAsync(context, list, time.GetUtcNow());
    }

    private static async Task PopularAsync(
        HttpContext context, RecommendationCalls calls, ApiMetrics metrics, TimeProvider time)
    {
        QueryReader query = new(context.Request, "count", "filter");
        int count = RecommendationRequest.Count(ref query);
        ItemFilter? filter = RecommendationRequest.Filter(ref query);
        query.ThrowIfWrong();
        RecommendationList list = await calls.PopularAsync(count, filter, context.RequestAborted);
        metrics.Served(context, "popular", null, list.FallbackLevel, list.FallbackReason);
        await RecommendationWriter.WriteAsync(context, list, time.GetUtcNow());
    }
}
