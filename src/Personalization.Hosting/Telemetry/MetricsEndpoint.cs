using OpenTelemetry.Metrics;

namespace Personalization.Hosting.Telemetry;

/// <summary>The endpoint <c>/metrics</c>, in the format of Prometheus.</summary>
public static class MetricsEndpoint
{
    /// <summary>The path.</summary>
    public const string Path = "/metrics";

    /// <summary>Maps the endpoint, unless the settings turn metrics off.</summary>
    /// <param name="routes">The routes to extend.</param>
    /// <param name="mayScrape">Whether a request may read the metrics; otherwise it gets 401.</param>
    public static void MapMetrics(this IEndpointRouteBuilder routes, Func<HttpContext, bool> mayScrape)
    {
        if (routes.ServiceProvider.GetService<MeterProvider>() is null || !routes.ServiceProvider.GetRequiredService<
            Personalization.Hosting.Settings.EngineOptions>().Telemetry.Metrics)
        {
            return;
        }

        IEndpointConventionBuilder scraped = routes.MapPrometheusScrapingEndpoint(Path)
            .DisableHttpMetrics()
            .DisableRateLimiting();
        scraped.Add(endpoint => Guard(endpoint, mayScrape));
    }

    private static void Guard(EndpointBuilder endpoint, Func<HttpContext, bool> mayScrape)
    {
        RequestDelegate scrape = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            if (mayScrape(context))
            {
                return scrape(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        };
    }
}
