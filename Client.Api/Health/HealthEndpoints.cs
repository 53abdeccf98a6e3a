using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Hosting.Health;

namespace Personalization.Client.Api.Health;

/// <summary>
/// <c>/health</c>: open to everybody, outside the rate limits, so that probes never fail for a limit.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Health").DisableRateLimiting();
        _ = health.MapGet("/live", LiveAsync).Note("live", "The process is up.", role: null).Produces<HealthResponse>();
        _ = health.MapGet("/ready", ReadyAsync)
            .Note("ready", "The engine answers, its store takes writes, and lists can be served.", role: null)
                .Produces<HealthResponse>().Produces<HealthResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task LiveAsync(HttpContext context, TimeProvider time) =>
        JsonResponse.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new HealthResponse("ok", [new HealthCheckResponse("process", "ok", $"up at {time.GetUtcNow():O}", 0)]),
            HealthJson.Default.HealthResponse);

    private static async Task ReadyAsync(HttpContext context, HealthReport report)
    {
        HealthResponse answer = await report.CheckAsync(context.RequestAborted);
        await JsonResponse.WriteAsync(
            context,
            answer.Status == HealthResponse.Failing ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
            answer,
            HealthJson.Default.HealthResponse);
    }
}
