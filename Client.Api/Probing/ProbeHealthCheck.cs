using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Personalization.Client.Api.Probing;

/// <summary>Unhealthy after three probes in a row whose acknowledged event was missing from the next list.</summary>
/// <remarks>
/// Failed and degraded probes do not count: an outage of the store or the silos would take every process out of
/// service, and fallback lists are better than none.
/// </remarks>
internal sealed class ProbeHealthCheck(ProbeMetrics probes) : IHealthCheck
{
    private const int MaxMissed = 3;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        probes.ConsecutiveMisses >= MaxMissed ? HealthCheckResult.Unhealthy($"the last {probes.ConsecutiveMisses} "
            + "acknowledged events of the synthetic visitor were missing from the next list")
        : HealthCheckResult.Healthy(probes.Last is { } last
            ? $"last probe: {last.ToString().ToLowerInvariant()}"
            : "no probe yet"));
}
