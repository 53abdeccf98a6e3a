using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Health;

/// <summary>No circuit breaker is open. One that is spares the other side; what depends on it goes on with what it has.</summary>
internal sealed class BreakerHealthCheck(Pipelines pipelines) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] open = [.. pipelines.OpenBreakers];
        return Task.FromResult(open.Length == 0
            ? HealthCheckResult.Healthy("all closed")
            : HealthCheckResult.Degraded($"open: {string.Join(", ", open)}"));
    }
}
