using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Grains.Serving;

namespace Personalization.Hosting.Health;

/// <summary>The silo is a member of its cluster and has loaded what it serves from.</summary>
internal sealed class SiloHealthCheck(ISiloStatusOracle silo, ServingHolder serving) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        silo.CurrentStatus != SiloStatus.Active ? HealthCheckResult.Unhealthy($"is {silo.CurrentStatus}, not active")
        : !serving.IsLoaded ? HealthCheckResult.Unhealthy("has not loaded the catalogue and the live model yet")
        : HealthCheckResult.Healthy(serving.Current.Model is { } model ? $"serves model {model.Version}" : "serves without a model yet"));
}
