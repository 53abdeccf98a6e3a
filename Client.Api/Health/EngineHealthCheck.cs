using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Health;

/// <summary>Healthy when any silo answers, so that the loss of one silo never takes an API out of service.</summary>
internal sealed class EngineHealthCheck(IGrainFactory grains) : IHealthCheck
{
    private const string ModelDamaged = "modelDamaged";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        RecommendationList list = await grains.GetGrain<IItemListsGrain>(0)
            .PopularAsync(1, null)
            .AsTask()
            .WaitAsync(cancellationToken);
        return list.FallbackReason == ModelDamaged
            ? HealthCheckResult.Degraded(
                $"the live model cannot be read, a silo serves {list.ModelVersion ?? "popular items"}")
            : HealthCheckResult.Healthy(
                list.ModelVersion is { } live ? $"model {live} is live" : "no model is live yet");
    }
}
