using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Abstractions.EventLog;

namespace Personalization.Hosting.Health;

/// <summary>Checks that the store accepts writes.</summary>
internal sealed class StoreHealthCheck(IEventLog log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await log.ProbeAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy("takes writes");
    }
}
