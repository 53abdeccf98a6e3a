using Personalization.Client.Api.Http;
using Personalization.Client.Api.OpenApi;
using Personalization.Hosting.Health;

namespace Personalization.Client.Api.Health;

/// <summary>
/// <c>/health</c>: liveness and readiness. Needs no key and has no rate limit, so that probes never fail for a limit.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Health").DisableRateLimiting();
        health.MapGet("/live", LiveAsync)
            .Note("live", "Check liveness", "The process is running.", right: null)
            .Produces<HealthResponse>();
        health.MapGet("/ready", ReadyAsync)
            .Note(
                "ready",
                "Check readiness",
                "The engine answers, its store accepts writes, and lists can be served.",
                right: null)
            .Produces<HealthResponse>()
            .Produces<HealthResponse>(StatusCodes.Status503ServiceUnavailable);
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
