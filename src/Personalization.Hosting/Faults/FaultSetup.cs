using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Stores;
using Personalization.Grains.Serving;

namespace Personalization.Hosting.Faults;

/// <summary>Registers the faults. Without the setting, nothing of them is in the process.</summary>
internal static class FaultSetup
{
    /// <summary>Puts the faults around the registered stores and the calls to user grains.</summary>
    public static void AddFaults(this IServiceCollection services)
    {
        _ = services.AddSingleton(provider => new FaultSwitches(provider.GetRequiredService<ServingHolder>()))
            .AddSingleton<IOutgoingGrainCallFilter, LostSiloFilter>();
        Decorate<IEventLog>(services, (provider, log) => new SlowEventLog(
            log, provider.GetRequiredService<FaultSwitches>(), provider.GetRequiredService<TimeProvider>()));
        Decorate<ILocalLists>(services, (provider, lists) => new LostSiloLists(
            lists, provider.GetRequiredService<FaultSwitches>()));
        Decorate<IModelStore>(services, (provider, models) => new LostModelStore(
            models, provider.GetRequiredService<FaultSwitches>()));
    }

    private static void Decorate<T>(IServiceCollection services, Func<IServiceProvider, T, T> around)
        where T : class
    {
        ServiceDescriptor inner = services.Last(service => service.ServiceType == typeof(T));
        _ = services.Replace(ServiceDescriptor.Singleton(
            provider => around(provider, (T)inner.ImplementationFactory!(provider))));
    }
}
