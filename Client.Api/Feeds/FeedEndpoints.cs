using Personalization.Abstractions.Feeds;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Feeds;

/// <summary><c>/v1/feeds</c>: the upstream feeds, why one is quarantined, and a person's word on it.</summary>
internal static class FeedEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder feeds = routes.MapGroup("/v1/feeds").WithTags("Feeds");
        _ = feeds.MapGet("", ListAsync).Note(
            "getFeeds",
            "All upstream feeds: state, age, and why the last pull of one is not in force.",
            ApiRole.Operate).Produces<FeedList>();
        _ = feeds.MapGet("/{id}", GetAsync)
            .Note("getFeed", "One feed.", ApiRole.Operate, ProblemCode.NotFound)
            .Produces<FeedView>();
        _ = feeds.MapPost("/{id}/pull", PullAsync)
            .Note("pullFeed", "Pulls a feed now and does not wait for the end.", ApiRole.Operate, ProblemCode.NotFound)
            .Produces<FeedView>(StatusCodes.Status202Accepted);
        _ = feeds.MapPost("/{id}/release", ReleaseAsync)
            .Note(
                "releaseFeed",
                "Accepts what is quarantined: it is pulled again and goes into force unless it is worse than its "
                    + "report says. Data that is not valid cannot be accepted.",
                ApiRole.Operate,
                ProblemCode.NotFound,
                ProblemCode.Conflict)
            .Produces<FeedView>(StatusCodes.Status202Accepted);
    }

    private static async Task ListAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        FeedList list = new(await grains.GetGrain<IFeedListGrain>(0).ListAsync());
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, list, FeedJson.Default.FeedList);
    }

    private static Task GetAsync(HttpContext context, IGrainFactory grains) =>
        AnswerAsync(context, grains, StatusCodes.Status200OK, feed => feed.GetAsync());

    private static Task PullAsync(HttpContext context, IGrainFactory grains) =>
        AnswerAsync(context, grains, StatusCodes.Status202Accepted, feed => feed.PullAsync());

    private static async Task ReleaseAsync(HttpContext context, IGrainFactory grains)
    {
        try
        {
            await AnswerAsync(context, grains, StatusCodes.Status202Accepted, feed => feed.ReleaseAsync());
        }
        catch (InvalidOperationException refused)
        {
            throw new RequestRefusedException(ProblemCode.Conflict, refused.Message);
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, IGrainFactory grains, int status, Func<IFeedGrain, Task<FeedView?>> ask)
    {
        PathId.NoQuery(context);
        string name = PathIdMiddleware.IdOf(context);

        // a key of white space alone is refused by the runtime, and no feed can have it
        FeedView? view = string.IsNullOrWhiteSpace(name) ? null : await ask(grains.GetGrain<IFeedGrain>(name));
        if (view is null)
        {
            throw new RequestRefusedException(ProblemCode.NotFound, $"There is no feed '{name}'.");
        }

        await JsonResponse.WriteAsync(context, status, view, FeedJson.Default.FeedView);
    }
}
