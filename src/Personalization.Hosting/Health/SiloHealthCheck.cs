using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Grains.Serving;

namespace Personalization.Hosting.Health;

/// <summary>
/// Checks that the silo is an active member of its cluster, has loaded the catalog and the models, and is warm.
/// </summary>
/// <remarks>A live model that cannot be read only degrades the silo: another version or popular items serve.</remarks>
internal sealed class SiloHealthCheck(ISiloStatusOracle silo, ServingHolder serving, SiloWarmUp warmUp) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        silo.CurrentStatus != SiloStatus.Active ? HealthCheckResult.Unhealthy($"is {silo.CurrentStatus}, not active")
        : !serving.IsLoaded ? HealthCheckResult.Unhealthy("has not loaded the catalog and the live model yet")
        : !warmUp.IsWarm ? HealthCheckResult.Unhealthy("warms up")
        : serving.UnreadableLive is { } damaged
            ? HealthCheckResult.Degraded(
                $"cannot read the live model {damaged}, serves {serving.Current.Model?.Version ?? "popular items"}")
        : HealthCheckResult.Healthy(
            serving.Current.Model is { } model ? $"serves model {model.Version}" : "serves without a model yet"));
}
