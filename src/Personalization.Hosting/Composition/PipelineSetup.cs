using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Hosting.Health;
using Personalization.Hosting.Settings;
using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Composition;

/// <summary>Puts the pipelines of outside calls into a process.</summary>
public static class PipelineSetup
{
    /// <summary>Registers the breakers before calls to the engine.</summary>
    public static IServiceCollection TryAddEngineBreakers(this IServiceCollection services)
    {
        _ = services.TryAddPipelines();
        services.TryAddSingleton<EngineBreakers>();
        return services;
    }

    /// <summary>Registers the pipelines and their health.</summary>
    internal static void AddPipelines(this IServiceCollection services, EngineOptions options)
    {
        _ = services.AddSingleton(options.Resilience);
        _ = services.TryAddPipelines();
        _ = services.AddHealthChecks().AddCheck<BreakerHealthCheck>("breakers", tags: [HealthReport.Ready]);
    }
}
