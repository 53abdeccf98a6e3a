using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.EventLog;

/// <summary>Puts a backend's event log into a service collection.</summary>
internal static class EventLogRegistration
{
    /// <summary>Registers one log as itself and as both ports, without decorators.</summary>
    /// <remarks>
    /// A host that decorates a port registers the port again and takes <typeparamref name="TLog"/> from here.
    /// </remarks>
    public static void TryAddEventLog<TLog>(this IServiceCollection services, Func<IServiceProvider, TLog> make)
        where TLog : class, IEventLog, IEventFeed
    {
        services.TryAddSingleton(make);
        services.TryAddSingleton<IEventLog>(provider => provider.GetRequiredService<TLog>());
        services.TryAddSingleton<IEventFeed>(provider => provider.GetRequiredService<TLog>());
    }
}
