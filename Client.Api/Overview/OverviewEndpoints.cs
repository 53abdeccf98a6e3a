using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Overview;

/// <summary><c>/v1/overview</c>: what this API process does now, for the operator console.</summary>
internal static class OverviewEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapOverview(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/overview", GetAsync)
        .Note(
            "getOverview",
            "Get overview",
            "Rates, times and fallback levels of this API process in the last two minutes. The process measures "
                + "while somebody reads the overview: the first response is empty.",
            ApiRight.Operate)
        .Produces<OverviewResponse>()
        .WithTags("Health");

    private static async Task GetAsync(HttpContext context, OverviewMeter meter)
    {
        PathId.NoQuery(context);
        await JsonResponse.WriteAsync(
            context, StatusCodes.Status200OK, meter.Read(), OverviewJson.Default.OverviewResponse);
    }
}
