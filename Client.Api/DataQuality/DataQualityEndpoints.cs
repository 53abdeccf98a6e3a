using System.Globalization;
using Personalization.Abstractions.DataQuality;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Json;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.DataQuality;

/// <summary><c>/v1/watch</c>: how the behaviour data are, and what is kept out of training.</summary>
internal static class DataQualityEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapWatch(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder watch = routes.MapGroup("/v1/watch").WithTags("Watch");
        _ = watch.MapGet("", GetAsync).Note("getWatch", "How the behaviour data are: breaks, marked windows, and how well each client key is known.", ApiRole.Operate).Produces<DataQualityView>();
        _ = watch.MapPost("/windows/{id}/release", ReleaseAsync)
            .Note("releaseWindow", "Lets the events of a marked window into training; of one whose break goes on it says that this is how it is from now on.", ApiRole.Operate, ProblemCode.NotFound)
            .Produces<DataQualityView>();
    }

    private static async Task GetAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        await AnswerAsync(context, await grains.GetGrain<IDataQualityGrain>(0).GetAsync());
    }

    private static async Task ReleaseAsync(HttpContext context, IGrainFactory grains)
    {
        PathId.NoQuery(context);
        string? id = context.Request.RouteValues["id"] as string;
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long window))
        {
            throw NotFound(id);
        }

        DataQualityView view;
        try
        {
            view = await grains.GetGrain<IDataQualityGrain>(0).ReleaseAsync(window);
        }
        catch (KeyNotFoundException)
        {
            throw NotFound(id);
        }

        await AnswerAsync(context, view);
    }

    private static Task AnswerAsync(HttpContext context, DataQualityView view) => JsonResponse.WriteAsync(context, StatusCodes.Status200OK, view, ApiJson.Default.DataQualityView);

    private static RequestRefusedException NotFound(string? id) => new(ProblemCode.NotFound, $"There is no watched window '{id}'.");
}
