using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Health;

/// <summary>Checks that no circuit breaker is open.</summary>
/// <remarks>An open breaker only degrades the process: callers continue with the data they have.</remarks>
internal sealed class BreakerHealthCheck(Pipelines pipelines) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] open = [.. pipelines.OpenBreakers];
        return Task.FromResult(open.Length == 0
            ? HealthCheckResult.Healthy("all closed")
            : HealthCheckResult.Degraded($"open: {string.Join(", ", open)}"));
    }
}
