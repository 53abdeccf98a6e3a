using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Personalization.Client.Api.Probing;

/// <summary>
/// Acknowledged events are in the next list. Only lists that are wrong take a process out of service: while the store
/// or the silos are away every process would fail, and lists from a lower level are better than none.
/// </summary>
internal sealed class ProbeHealthCheck(ProbeMetrics record) : IHealthCheck
{
    private const int MostMissed = 3;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        record.MissedInARow >= MostMissed ? HealthCheckResult.Unhealthy($"the last {record.MissedInARow} events of the "
            + $"synthetic visitor were acknowledged and not in the next list")
        : HealthCheckResult.Healthy(record.Last is { } last
            ? $"the synthetic visitor's last round: {last.ToString().ToLowerInvariant()}"
            : "the synthetic visitor has not been here yet"));
}
