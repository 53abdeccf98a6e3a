using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.Live;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Placements;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Recommendation lists: for a user, ranked candidates, similar items, popular items.</summary>
internal static class RecommendationEndpoints
{
    /// <summary>The references that a filter of a user's list may use.</summary>
    private const FilterScope Scope = FilterScope.User | FilterScope.Context;

    /// <summary>Maps the endpoints.</summary>
    public static void MapRecommendations(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder lists = routes.MapGroup("/v1").WithTags("Recommendations");
        lists.MapGet("/users/{id}/recommendations", RecommendAsync)
            .Note(
                "getRecommendations",
                "Get recommendations",
                "Recommends items to a user, from the best fallback level that answers within the deadline.",
                ApiRight.ReadUserLists)
            .Parameter(
                "placement",
                "string",
                "The placement that shows the list. It selects the ranking policy.",
                null,
                RecommendationRequest.MaxPlacement)
            .ListParameters()
            .Parameter("cursor", "string", "The cursor of the previous page. The next page repeats no item.")
            .Parameter(
                "minVersion",
                "integer",
                "The least profile version that the list must reflect, from an event acknowledgement.",
                0,
                long.MaxValue)
            .Parameter("deadlineMs", "integer", "The deadline, milliseconds.", 1, 60_000)
            .Parameter("explain", "boolean", "Adds titles and explanations; slower.")
            .ContextParameters()
            .Produces<RecommendationResponse>();
        lists.MapPost("/users/{id}/rank", RankAsync)
            .Note(
                "rank",
                "Rank candidates",
                "Ranks the caller's candidates for a user.",
                ApiRight.ReadUserLists,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawRank>("application/json")
            .Example(
                """
                {"candidates":["p-0001","p-0002","p-0003"],"placement":"search"}
                """)
            .Produces<RecommendationResponse>();
        lists.MapGet("/items/{id}/similar", SimilarAsync)
            .Note(
                "getSimilar",
                "Get similar items",
                "Items that users often choose together with an item.",
                ApiRight.ReadLists)
            .ListParameters()
            .Produces<RecommendationResponse>();
        lists.MapGet("/popular", PopularAsync)
            .Note("getPopular", "Get popular items", "Items that are popular with all users now.", ApiRight.ReadLists)
            .ListParameters()
            .Produces<RecommendationResponse>();
    }

    private static async Task RecommendAsync(
        HttpContext context,
        RecommendationCalls calls,
        ItemDetails items,
        ApiOptions options,
        ApiMetrics metrics,
        NewUserLimits newUsers,
        KnownPlacements placements,
        KnownAttributes attributes,
        LiveFeed live,
        TimeProvider time)
    {
        QueryReader query = new(
            context.Request, "placement", "count", "cursor", "filter", "minVersion", "deadlineMs", "explain", "fields",
            "context.device", "context.country", "context.hour", "context.page", "context.referrer", "context.cart");
        UserId user = PathId.User(context, ref query);
        RecommendationQuery request = RecommendationRequest.ReadRecommendations(
            ref query, options, placements, Scope);
        bool explain = query.Flag("explain");
        FieldSelection? fields = FieldSelection.Read(ref query);
        query.Refuse(await attributes.FindUnknownAsync(request.Filter, Scope, fields));
        query.ThrowIfWrong();
        newUsers.Check(context, user);
        if (explain)
        {
            RecommendationList list = await calls.RecommendAsync(user, request, context.RequestAborted);
            newUsers.Count(context, user, list.FallbackLevel, list.ProfileVersion == 0);
            metrics.Served(context, "user", request.Placement, list.FallbackLevel, list.FallbackReason);
            if (live.IsWatched)
            {
                live.AddList(user.Value, request.Placement, ServedList.Of(list));
            }

            await ShowAsync(context, await ExplainedList.OfAsync(list, items), items, fields, time);
            return;
        }

        ServedList served = await calls.ServeAsync(user, request, context.RequestAborted);
        newUsers.Count(context, user, served.FallbackLevel, served.IsOfUnknownUser);
        metrics.Served(context, "user", request.Placement, served.FallbackLevel, served.FallbackReason);
        if (live.IsWatched)
        {
            live.AddList(user.Value, request.Placement, served);
        }

        await ShowAsync(context, served, items, fields, time);
    }

    /// <summary>Writes a list, with the fields of its items if the client asks for them.</summary>
    private static async Task ShowAsync(
        HttpContext context, ServedList list, ItemDetails items, FieldSelection? fields, TimeProvider time)
    {
        ServedList shown = fields is null ? list : await items.AddToAsync(list, fields);
        await RecommendationWriter.WriteAsync(context, shown, time.GetUtcNow());
    }

    private static async Task RankAsync(
        HttpContext context,
        BodyReader bodies,
        RecommendationCalls calls,
        ApiOptions options,
        ApiMetrics metrics,
        NewUserLimits newUsers,
        ItemDetails items,
        KnownPlacements placements,
        KnownAttributes attributes,
        TimeProvider time)
    {
        UserId user = PathId.OnlyUser(context);
        ParsedElement<RawRank> body = await bodies.ReadOneAsync(context.Request, RankReader.Read);
        placements.Check(body.Value!.Placement, "$.placement", body.Errors);
        FieldSelection? fields = FieldSelection.Of(body.Value!.Fields, body.Errors);
        await attributes.CheckAsync(fields, "$.fields", body.Errors);
        await attributes.CheckAsync(body.Value.Filter, Scope, "$.filter", body.Errors);
        RankQuery query = RankReader.Validate(body.Value!, options.DefaultDeadlineMs, body.Errors)
            ?? throw RequestRefusedException.Invalid(body.Errors);
        newUsers.Check(context, user);
        RecommendationList list = await calls.RankAsync(user, query, context.RequestAborted);
        newUsers.Count(context, user, list.FallbackLevel, list.ProfileVersion == 0);
        metrics.Served(context, "rank", null, list.FallbackLevel, list.FallbackReason);
        ServedList served = body.Value!.Explain == true
            ? await ExplainedList.OfAsync(list, items)
            : ServedList.Of(list);
        await ShowAsync(context, served, items, fields, time);
    }

    private static async Task SimilarAsync(
        HttpContext context,
        RecommendationCalls calls,
        ItemDetails items,
        KnownAttributes attributes,
        ApiMetrics metrics,
        TimeProvider time)
    {
        QueryReader query = new(context.Request, "count", "filter", "fields");
        ItemId item = PathId.Item(context, ref query);
        int count = RecommendationRequest.Count(ref query);
        ItemFilter? filter = RecommendationRequest.Filter(ref query, FilterScope.Item);
        FieldSelection? fields = FieldSelection.Read(ref query);
        query.Refuse(await attributes.FindUnknownAsync(filter, FilterScope.Item, fields));
        query.ThrowIfWrong();
        RecommendationList list = await calls.SimilarAsync(item, count, filter, context.RequestAborted);
        metrics.Served(context, "similar", null, list.FallbackLevel, list.FallbackReason);
        await ShowAsync(context, ServedList.Of(list), items, fields, time);
    }

    private static async Task PopularAsync(
        HttpContext context,
        RecommendationCalls calls,
        ItemDetails items,
        KnownAttributes attributes,
        ApiMetrics metrics,
        TimeProvider time)
    {
        QueryReader query = new(context.Request, "count", "filter", "fields");
        int count = RecommendationRequest.Count(ref query);
        ItemFilter? filter = RecommendationRequest.Filter(ref query);
        FieldSelection? fields = FieldSelection.Read(ref query);
        query.Refuse(await attributes.FindUnknownAsync(filter, FilterScope.None, fields));
        query.ThrowIfWrong();
        RecommendationList list = await calls.PopularAsync(count, filter, context.RequestAborted);
        metrics.Served(context, "popular", null, list.FallbackLevel, list.FallbackReason);
        await ShowAsync(context, ServedList.Of(list), items, fields, time);
    }
}
