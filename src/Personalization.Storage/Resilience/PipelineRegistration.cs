using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Personalization.Storage.Resilience;

/// <summary>Registers the resilience pipelines in a service collection.</summary>
public static class PipelineRegistration
{
    /// <summary>Registers the pipelines with default settings, unless they are already registered.</summary>
    public static IServiceCollection TryAddPipelines(this IServiceCollection services)
    {
        _ = services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ResilienceOptions());
        services.TryAddSingleton<Pipelines>();
        return services;
    }
}
