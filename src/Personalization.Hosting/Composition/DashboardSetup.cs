using Orleans.Dashboard;

namespace Personalization.Hosting.Composition;

/// <summary>
/// Adds the Orleans Dashboard to a silo, without its reader of Orleans' measurements: every second that one takes all of them, two of which count every active user one by one (with 90,000
/// users a twentieth of a core at rest, in one go), and each message is measured a second time for it. Those worth watching are at <c>/metrics</c>.
/// </summary>
internal static class DashboardSetup
{
    /// <summary>Adds it. The page of a silo's counters stays empty; all else is as it was.</summary>
    public static void AddDashboardWithoutCounters(this ISiloBuilder silo)
    {
        int before = silo.Services.Count;
        _ = silo.AddDashboard();
        for (int i = before; i < silo.Services.Count; i++)
        {
            if (silo.Services[i] is { ImplementationFactory: { } make } participant && participant.ServiceType == typeof(ILifecycleParticipant<ISiloLifecycle>))
            {
                silo.Services[i] = ServiceDescriptor.Describe(participant.ServiceType, services => WithoutReader(make(services)), participant.Lifetime);
            }
        }
    }

    /// <summary>The dashboard's host starts the reader when the silo's lifecycle comes to it, and all else as a hosted service. Its type is not public.</summary>
    private static object WithoutReader(object participant) => participant is IHostedService ? new NoParticipant() : participant;

    private sealed class NoParticipant : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
        }
    }
}
