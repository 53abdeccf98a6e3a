using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Composition;

/// <summary>How the processes of a cluster find each other, and how soon they notice that one does not answer any more.</summary>
internal static class ClusterSetup
{
    /// <summary>A silo whose sign of life is older than so many intervals is not waited for by one that starts.</summary>
    private const int AliveIntervalsMissed = 3;

    private static readonly TimeSpan IdleGrainAge = TimeSpan.FromMinutes(30);

    /// <summary>A client that finds no silo asks again so soon.</summary>
    private static readonly TimeSpan ConnectAgain = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A user is placed on the silo their first call came to unless another is this much less busy, in percent. An API process sends a user's calls always to the same silo, so
    /// that most are answered where they arrive: with users anywhere, all but one in N of N silos would be passed on, which costs as much again. A new silo is less busy by more than that.
    /// </summary>
    private const int NearbyMargin = 30;

    /// <summary>Configures a silo, alone on the embedded store or one of many.</summary>
    public static void ConfigureSilo(ISiloBuilder silo, EngineOptions options)
    {
        PassErrors(silo.Services);
        _ = silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = IdleGrainAge);
        if (options.Telemetry.Dashboard)
        {
            silo.AddDashboardWithoutCounters();
        }

        if (options.Telemetry.TraceShare > 0)
        {
            _ = silo.AddActivityPropagation();
        }

        ClusterSettings cluster = options.Cluster;
        int siloPort = cluster.SiloPort == 0 ? FreePort.Take() : cluster.SiloPort;
        if (options.Profile == StorageProfile.Embedded)
        {
            _ = silo.UseLocalhostClustering(siloPort, gatewayPort: 0, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
            return;
        }

        IPAddress address = AddressOf(cluster);
        _ = silo.ConfigureEndpoints(address, siloPort, cluster.GatewayPort == 0 ? FreePort.Take() : cluster.GatewayPort, listenOnAnyHostAddress: false);
        _ = silo.Configure<ClusterOptions>(names => Name(names, cluster));
        _ = silo.Configure<ClusterMembershipOptions>(membership => Tune(membership, cluster));
        _ = silo.Configure<ResourceOptimizedPlacementOptions>(placement => placement.LocalSiloPreferenceMargin = NearbyMargin);
        _ = silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(cluster.CallTimeoutSeconds));
        StorageSetup.UseMembership(silo, options);
    }

    /// <summary>Configures a process that has no silo of its own; it goes on asking until it finds one.</summary>
    public static void ConfigureClient(IClientBuilder client, EngineOptions options)
    {
        ClusterSettings cluster = options.Cluster;
        PassErrors(client.Services);
        _ = client.Configure<ClusterOptions>(names => Name(names, cluster));
        _ = client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(cluster.CallTimeoutSeconds));
        _ = client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(cluster.GatewayRefreshSeconds));
        _ = client.UseConnectionRetryFilter(WaitForSiloAsync);
        if (options.Telemetry.Dashboard)
        {
            _ = client.AddDashboard();
        }

        if (options.Telemetry.TraceShare > 0)
        {
            _ = client.AddActivityPropagation();
        }

        StorageSetup.UseMembership(client, options);
    }

    /// <summary>
    /// Lets every error of a grain reach its caller, whatever it was caused by. By default one caused by a database's own kind of error arrives as the failure to pass it on, and the
    /// caller cannot tell that another try would help.
    /// </summary>
    internal static void PassErrors(IServiceCollection services) => services.Configure<ExceptionSerializationOptions>(errors => errors.SupportedExceptionTypeFilter = static _ => true);

    private static IPAddress AddressOf(ClusterSettings cluster)
    {
        try
        {
            return AdvertisedAddress.Resolve(cluster.AdvertisedAddress);
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            throw new SettingsRefusedException(
                [$"{EngineOptions.Section}:Cluster:AdvertisedAddress is '{cluster.AdvertisedAddress}': {error.Message}"]);
        }
    }

    private static void Name(ClusterOptions names, ClusterSettings cluster)
    {
        names.ClusterId = cluster.ClusterId;
        names.ServiceId = cluster.ServiceId;
    }

    /// <summary>The defaults take ten seconds and more to notice a silo's death, and minutes to start again after all of them crashed.</summary>
    private static void Tune(ClusterMembershipOptions membership, ClusterSettings cluster)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(cluster.ProbeSeconds);

        // A vote is held back while anything was heard of the silo within this time times the missed probes: four probes each by default.
        membership.MaxProbeTimeout = membership.ProbeTimeout;
        membership.NumMissedProbesLimit = cluster.MissedProbes;
        membership.NumVotesForDeathDeclaration = cluster.Votes;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(cluster.RefreshSeconds);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(cluster.AliveSeconds);
        membership.NumMissedTableIAmAliveLimit = AliveIntervalsMissed;

        // A silo short of processor time waits longer before it calls others dead: the fault is likelier its own.
        membership.ExtendProbeTimeoutDuringDegradation = true;
    }

    private static async Task<bool> WaitForSiloAsync(Exception error, CancellationToken cancellationToken)
    {
        await Task.Delay(ConnectAgain, TimeProvider.System, cancellationToken);
        return true;
    }
}
