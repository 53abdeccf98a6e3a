using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Client.Api.Fallback;

namespace Personalization.Client.Api.Health;

/// <summary>Healthy when the API has a list to serve without the engine.</summary>
internal sealed class ServingHealthCheck(FallbackLists fallback) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(fallback.Last is null
            ? HealthCheckResult.Unhealthy("no popular list yet")
            : HealthCheckResult.Healthy("lists can be served"));
}
