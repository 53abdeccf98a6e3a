using System.Globalization;
using Personalization.Abstractions.DataQuality;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.DataQuality;

/// <summary><c>/v1/data-quality</c>: data-quality breaks and the event windows excluded from training.</summary>
internal static class DataQualityEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapDataQuality(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder quality = routes.MapGroup("/v1/data-quality").WithTags("Data quality");
        quality.MapGet("", GetAsync)
            .Note(
                "getDataQuality",
                "Get data quality",
                "Lists the data-quality breaks, the quarantined windows and the baseline of each client key.",
                ApiRight.Operate)
            .Produces<DataQualityView>();
        quality.MapPost("/windows/{id}/release", ReleaseAsync)
            .Note(
                "releaseWindow",
                "Release quarantined window",
                "Includes the window's events in training. Releasing an ongoing break resets the baseline.",
                ApiRight.Operate,
                ProblemCode.NotFound)
            .Produces<DataQualityView>();
        MapOldRoutes(routes);
    }

    /// <summary>Maps the routes of version 0.1, for clients that are upgraded after the engine.</summary>
    private static void MapOldRoutes(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder old = routes.MapGroup("/v1/watch").ExcludeFromDescription();
        old.MapGet("", GetAsync).WithMetadata(new RequiredRight(ApiRight.Operate));
        old.MapPost("/windows/{id}/release", ReleaseAsync).WithMetadata(new RequiredRight(ApiRight.Operate));
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

    private static Task AnswerAsync(HttpContext context, DataQualityView view) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status200OK, view, DataQualityJson.Default.DataQualityView);

    private static RequestRefusedException NotFound(string? id) =>
        new(ProblemCode.NotFound, $"Quarantined window '{id}' does not exist.");
}
