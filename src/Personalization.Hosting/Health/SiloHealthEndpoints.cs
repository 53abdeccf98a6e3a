namespace Personalization.Hosting.Health;

/// <summary>The health endpoints of a silo without REST: <c>/health/live</c> and <c>/health/ready</c>.</summary>
/// <remarks>Only the orchestrator needs to reach their port.</remarks>
public static class SiloHealthEndpoints
{
    /// <summary>Maps both endpoints.</summary>
    public static void MapSiloHealth(this IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet("/health/live", (TimeProvider time) => Answer(
            new HealthResponse("ok", [new HealthCheckResponse("process", "ok", $"up at {time.GetUtcNow():O}", 0)])));
        _ = routes.MapGet("/health/ready", async (HealthReport report, CancellationToken cancellationToken) => Answer(
            await report.CheckAsync(cancellationToken)));
    }

    private static IResult Answer(HealthResponse answer) =>
        Results.Json(answer, HealthJson.Default.HealthResponse, statusCode: answer.Status == HealthResponse.Failing
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK);
}
