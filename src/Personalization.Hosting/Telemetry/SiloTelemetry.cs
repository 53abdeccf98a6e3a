using System.Diagnostics.Metrics;
using Personalization.Abstractions.EventLog;

namespace Personalization.Hosting.Telemetry;

/// <summary>Adds what a silo measures of its own.</summary>
internal static class SiloTelemetry
{
    /// <summary>The name of the event log that is measured, whatever it is made of.</summary>
    private const string Measured = "measured";

    /// <summary>Measures the registered event log and what is served.</summary>
    public static void AddSiloTelemetry(this IServiceCollection services)
    {
        ServiceDescriptor log = services.Last(service => service.ServiceType == typeof(IEventLog) && !service.IsKeyedService);
        _ = services.Remove(log);
        _ = services.AddKeyedSingleton(Measured, (provider, _) => Make(log, provider));
        _ = services.AddSingleton<IEventLog>(provider => new MeasuredEventLog(
            provider.GetRequiredKeyedService<IEventLog>(Measured), provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>()));
        _ = services.AddHostedService<EngineMetrics>();
    }

    private static IEventLog Make(ServiceDescriptor log, IServiceProvider provider) => (IEventLog)(log.ImplementationInstance
        ?? log.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, log.ImplementationType!));
}
