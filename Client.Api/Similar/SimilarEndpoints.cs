using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Limits;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Pages;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Similar;

/// <summary><c>POST /v1/items/similar</c>: items around several items, for all users or for one.</summary>
internal static class SimilarEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapSimilar(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/items").WithTags("Recommendations").MapPost("/similar", SimilarAsync)
            .Note(
                "findSimilar",
                "Find similar items",
                "Items like some items, or bought in one basket with them. With userId the user's seen items, opt-out "
                    + "and rules apply; a public key then needs the user token of this user. Popular items answer when "
                    + "no item is known (fallbackReason unknownItem).",
                ApiRight.ReadLists,
                ProblemCode.TooLarge,
                ProblemCode.UnsupportedMediaType)
            .Accepts<RawSimilar>("application/json")
            .Example(
                """
                {"items":["p-0001","p-0014"],"mode":"boughtTogether","count":6,"exclude":["p-0009"],
                 "fields":["title","price"]}
                """)
            .Produces<RecommendationResponse>();

    private static async Task SimilarAsync(
        HttpContext context,
        BodyReader bodies,
        RecommendationCalls calls,
        PageCalls pages,
        ItemDetails items,
        KnownAttributes attributes,
        UserTokens tokens,
        ApiOptions options,
        ApiMetrics metrics,
        NewUserLimits newUsers,
        TimeProvider time)
    {
        PathId.NoQuery(context);
        ParsedElement<RawSimilar> body = await bodies.ReadOneAsync<RawSimilar>(context.Request, SimilarReader.Read);
        FieldSelection? fields = FieldSelection.Of(body.Value!.Fields, body.Errors);
        await attributes.CheckAsync(fields, "$.fields", body.Errors);
        await attributes.CheckAsync(
            body.Value.Filter, SimilarReader.ScopeOf(body.Value), "$.filter", body.Errors);
        (SimilarQuery query, UserId? user) = SimilarReader.Validate(body.Value!, body.Errors)
            ?? throw RequestRefusedException.Invalid(body.Errors);
        RecommendationList list;
        if (user is { } known)
        {
            CheckToken(context, tokens, known);
            newUsers.Check(context, known);
            list = await OfUserAsync(known, query, pages, options.DefaultDeadlineMs, context.RequestAborted);
            newUsers.Count(context, known, list.FallbackLevel, list.ProfileVersion == 0);
        }
        else
        {
            list = await calls.SimilarAsync(query, context.RequestAborted);
        }

        metrics.Served(context, "similar", null, list.FallbackLevel, list.FallbackReason);
        ServedList served = body.Value!.Explain == true
            ? await ExplainedList.OfAsync(list, items)
            : ServedList.Of(list);
        served = fields is null ? served : await items.AddToAsync(served, fields);
        await RecommendationWriter.WriteAsync(context, served, time.GetUtcNow());
    }

    /// <summary>A public key is visible to everybody: it reaches only the user of its token.</summary>
    private static void CheckToken(HttpContext context, UserTokens tokens, UserId user)
    {
        if (ApiKeyMiddleware.Of(context)?.Key.Role == ApiRole.Public
            && ApiKeyMiddleware.TokenProblem(context, tokens, user.Value, out _) is { } problem)
        {
            throw new RequestRefusedException(problem.Code, problem.Detail);
        }
    }

    /// <summary>Gets the list as the only row of a page of the user.</summary>
    private static async Task<RecommendationList> OfUserAsync(
        UserId user, SimilarQuery query, PageCalls pages, int deadlineMs, CancellationToken clientGone)
    {
        RowQuery row = new()
        {
            Id = "similar",
            Source = query.BoughtTogether ? RowSource.BoughtTogether : RowSource.Similar,
            Count = query.Count,
            Filter = query.Filter,
            Items = query.Items,
            Exclude = query.Exclude,
        };
        PageQuery page = new() { Rows = [row], DeadlineMs = deadlineMs };
        PageAnswer answer = await pages.PageAsync(user, page, clientGone);
        return answer.Rows[0].List with { Next = null };
    }
}
