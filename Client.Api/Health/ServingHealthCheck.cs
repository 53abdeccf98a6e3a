using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Client.Api.Fallback;

namespace Personalization.Client.Api.Health;

/// <summary>Something can be served even if the engine stops answering.</summary>
internal sealed class ServingHealthCheck(FallbackLists fallback) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(fallback.Last is null
            ? HealthCheckResult.Unhealthy("there is no popular list yet")
            : HealthCheckResult.Healthy("lists can be served"));
}
