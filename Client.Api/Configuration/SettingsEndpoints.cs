using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Configuration;

/// <summary><c>GET /v1/settings</c>: the settings of this process.</summary>
internal static class SettingsEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapSettings(this IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/settings", (HttpContext context, ActiveSettings settings) => JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new SettingsResponse(settings.Read()),
            SettingsJson.Default.SettingsResponse))
        .WithTags("Keys")
        .Note(
            "getSettings",
            "List settings",
            "The settings of the API process that answers, with their values and origins. Secrets are hidden.",
            ApiRight.Operate)
        .Produces<SettingsResponse>();
}
