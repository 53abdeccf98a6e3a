using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Hosting.Health;

/// <summary>Checks that the store accepts writes and that the embedded store is not damaged.</summary>
/// <param name="log">The event log.</param>
/// <param name="condition">The condition of the embedded store; null for the other stores.</param>
internal sealed class StoreHealthCheck(IEventLog log, StoreCondition? condition = null) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (condition?.Damage is { } damage)
        {
            return HealthCheckResult.Unhealthy($"is damaged: {damage}");
        }

        await log.ProbeAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy("takes writes");
    }
}
