using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.EventLog;

/// <summary>Registers a backend's event log in a service collection.</summary>
internal static class EventLogRegistration
{
    /// <summary>Registers a log under its own type and under both of its interfaces, without decorators.</summary>
    /// <remarks>
    /// A host that decorates one of the interfaces registers it again and resolves <typeparamref name="TLog"/>.
    /// </remarks>
    public static void TryAddEventLog<TLog>(this IServiceCollection services, Func<IServiceProvider, TLog> make)
        where TLog : class, IEventLog, IEventFeed
    {
        services.TryAddSingleton(make);
        services.TryAddSingleton<IEventLog>(provider => provider.GetRequiredService<TLog>());
        services.TryAddSingleton<IEventFeed>(provider => provider.GetRequiredService<TLog>());
    }
}
