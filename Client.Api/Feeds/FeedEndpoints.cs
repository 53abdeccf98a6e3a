using Personalization.Abstractions.Feeds;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Feeds;

/// <summary><c>/v1/feeds</c>: the upstream feeds, the reason of a quarantine, and its release.</summary>
internal static class FeedEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder feeds = routes.MapGroup("/v1/feeds").WithTags("Feeds");
        feeds.MapGet("", ListAsync)
            .Note(
                "getFeeds",
                "List feeds",
                "The state and age of each upstream feed, and why its last pull is not active.",
                ApiRight.Operate)
            .Produces<FeedList>();
        feeds.MapGet("/{id}", GetAsync)
            .Note("getFeed", "Get feed", ApiRight.Operate, ProblemCode.NotFound)
            .Produces<FeedView>();
        feeds.MapPost("/{id}/pull", PullAsync)
            .Note(
                "pullFeed",
                "Pull feed",
                "Starts a pull and returns at once.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<FeedView>(StatusCodes.Status202Accepted);
        feeds.MapPost("/{id}/release", ReleaseAsync)
            .Note(
                "releaseFeed",
                "Release quarantined feed",
                "Pulls the feed again and activates it, unless the new data is worse than the quarantine report. "
                    + "Invalid data cannot be released.",
                ApiRight.Operate,
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

        // Orleans rejects a blank grain key, and no feed has a blank name.
        FeedView? view = string.IsNullOrWhiteSpace(name) ? null : await ask(grains.GetGrain<IFeedGrain>(name));
        if (view is null)
        {
            throw new RequestRefusedException(ProblemCode.NotFound, $"Feed '{name}' does not exist.");
        }

        await JsonResponse.WriteAsync(context, status, view, FeedJson.Default.FeedView);
    }
}
