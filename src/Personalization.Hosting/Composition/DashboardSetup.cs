using Orleans.Dashboard;

namespace Personalization.Hosting.Composition;

/// <summary>Adds the Orleans Dashboard to a silo without its reader of the Orleans metrics.</summary>
/// <remarks>
/// Every second the reader collects all metrics. Two of them count every active user one by one: 90,000 users cost a
/// twentieth of a core at rest, in one go. The reader also measures each message a second time. The useful metrics are
/// at <c>/metrics</c>.
/// </remarks>
internal static class DashboardSetup
{
    /// <summary>Adds the dashboard. Its page of silo counters stays empty.</summary>
    public static void AddDashboardWithoutCounters(this ISiloBuilder silo)
    {
        int before = silo.Services.Count;
        _ = silo.AddDashboard();
        for (int i = before; i < silo.Services.Count; i++)
        {
            if (silo.Services[i] is { ImplementationFactory: { } make } participant
                && participant.ServiceType == typeof(ILifecycleParticipant<ISiloLifecycle>))
            {
                silo.Services[i] = ServiceDescriptor.Describe(
                    participant.ServiceType, services => WithoutReader(make(services)), participant.Lifetime);
            }
        }
    }

    /// <summary>
    /// Replaces the reader. The silo's lifecycle starts it; everything else of the dashboard is a hosted service. Its
    /// type is not public.
    /// </summary>
    private static object WithoutReader(object participant) =>
        participant is IHostedService ? new NoParticipant() : participant;

    private sealed class NoParticipant : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
        }
    }
}
