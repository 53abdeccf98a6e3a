using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Personalization.Hosting.Settings;
using Personalization.Storage.Errors;

namespace Personalization.Hosting.Composition;

/// <summary>Configures how the processes of a cluster find each other and detect a lost silo.</summary>
internal static class ClusterSetup
{
    /// <summary>A starting silo ignores silos whose sign of life is older than this number of intervals.</summary>
    private const int AliveIntervalsMissed = 3;

    /// <summary>Under memory pressure a silo sheds users until this much memory is free again, percent.</summary>
    private const int ShedMargin = 5;

    private static readonly TimeSpan IdleGrainAge = TimeSpan.FromMinutes(30);

    /// <summary>The pause of a client that found no silo.</summary>
    private static readonly TimeSpan ConnectAgain = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much less busy another silo must be, in percent, before a user is placed there and not on the silo of the
    /// first call.
    /// </summary>
    /// <remarks>
    /// An API process sends all calls of a user to the same silo, so most are answered where they arrive. With random
    /// placement on N silos, all but one in N calls would be forwarded, which doubles their cost. A new silo is less
    /// busy by more than this margin.
    /// </remarks>
    private const int NearbyMargin = 30;

    /// <summary>Configures a silo, either alone on the embedded store or as a member of a cluster.</summary>
    public static void ConfigureSilo(ISiloBuilder silo, EngineOptions options)
    {
        PassErrors(silo.Services);
        Bound(silo, options.Cluster);
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
            _ = silo.UseLocalhostClustering(
                siloPort, gatewayPort: 0, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
            return;
        }

        IPAddress address = AddressOf(cluster);
        _ = silo.ConfigureEndpoints(
            address,
            siloPort,
            cluster.GatewayPort == 0 ? FreePort.Take() : cluster.GatewayPort,
            listenOnAnyHostAddress: false);
        _ = silo.Configure<ClusterOptions>(names => Name(names, cluster));
        _ = silo.Configure<ClusterMembershipOptions>(membership => Tune(membership, cluster));
        _ = silo.Configure<ResourceOptimizedPlacementOptions>(
            placement => placement.LocalSiloPreferenceMargin = NearbyMargin);
        _ = silo.Configure<SiloMessagingOptions>(
            messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(cluster.CallTimeoutSeconds));
        if (cluster.Tls.IsOn)
        {
            new ClusterCertificate(cluster.Tls, TimeProvider.System).Use(silo);
        }

        StorageSetup.UseMembership(silo, options);
    }

    /// <summary>Configures a process without a silo. It retries until it finds one.</summary>
    public static void ConfigureClient(IClientBuilder client, EngineOptions options)
    {
        ClusterSettings cluster = options.Cluster;
        PassErrors(client.Services);
        _ = client.Configure<ClusterOptions>(names => Name(names, cluster));
        _ = client.Configure<ClientMessagingOptions>(
            messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(cluster.CallTimeoutSeconds));
        _ = client.Configure<GatewayOptions>(
            gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(cluster.GatewayRefreshSeconds));
        _ = client.UseConnectionRetryFilter(WaitForSiloAsync);
        if (options.Telemetry.Dashboard)
        {
            _ = client.AddDashboard();
        }

        if (options.Telemetry.TraceShare > 0)
        {
            _ = client.AddActivityPropagation();
        }

        if (cluster.Tls.IsOn)
        {
            new ClusterCertificate(cluster.Tls, TimeProvider.System).Use(client);
        }

        StorageSetup.UseMembership(client, options);
    }

    /// <summary>Bounds the queue of each grain and the memory of all.</summary>
    private static void Bound(ISiloBuilder silo, ClusterSettings cluster)
    {
        _ = silo.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionAge = IdleGrainAge;
            collection.EnableActivationSheddingOnMemoryPressure = cluster.ShedMemoryPercent > 0;
            if (cluster.ShedMemoryPercent > 0)
            {
                collection.MemoryUsageLimitPercentage = cluster.ShedMemoryPercent;
                collection.MemoryUsageTargetPercentage = Math.Max(1, cluster.ShedMemoryPercent - ShedMargin);
            }
        });
        _ = silo.Configure<SiloMessagingOptions>(
            messaging => messaging.MaxEnqueuedRequestsHardLimit = cluster.MaxWaitingCalls);
        _ = silo.Configure<LoadSheddingOptions>(shedding =>
        {
            // Training may use every core at low priority, so a busy processor is no reason to reject calls.
            shedding.CpuThreshold = 100;
            shedding.LoadSheddingEnabled = cluster.RejectMemoryPercent > 0;
            shedding.MemoryThreshold = Math.Max(1, cluster.RejectMemoryPercent);
        });
    }

    /// <summary>Lets the errors of the stores reach a grain's caller.</summary>
    /// <remarks>
    /// By default an error caused by a database's own exception type arrives as a serialization error, and the caller
    /// cannot see that a retry would help. Only listed types are created: a message names the type of its error.
    /// </remarks>
    internal static void PassErrors(IServiceCollection services) => services
        .AddSingleton<ITypeNameFilter, WireErrorFilter>()
        .Configure<ExceptionSerializationOptions>(
            errors => errors.SupportedExceptionTypeFilter = StoreErrors.Contains);

    private static IPAddress AddressOf(ClusterSettings cluster)
    {
        try
        {
            return AdvertisedAddress.Resolve(cluster.AdvertisedAddress);
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException)
        {
            throw new SettingsRefusedException(
                [$"{EngineOptions.Section}:Cluster:AdvertisedAddress is '{cluster.AdvertisedAddress}': "
                    + $"{error.Message}"]);
        }
    }

    private static void Name(ClusterOptions names, ClusterSettings cluster)
    {
        names.ClusterId = cluster.ClusterId;
        names.ServiceId = cluster.ServiceId;
    }

    /// <summary>Sets the failure detection.</summary>
    /// <remarks>
    /// The Orleans defaults need ten seconds or more to detect a lost silo, and minutes to restart after all silos
    /// crashed.
    /// </remarks>
    private static void Tune(ClusterMembershipOptions membership, ClusterSettings cluster)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(cluster.ProbeSeconds);

        // Orleans delays a vote while the silo was heard from within this time multiplied by the missed probes. The
        // default is four probe time-outs.
        membership.MaxProbeTimeout = membership.ProbeTimeout;
        membership.NumMissedProbesLimit = cluster.MissedProbes;
        membership.NumVotesForDeathDeclaration = cluster.Votes;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(cluster.RefreshSeconds);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(cluster.AliveSeconds);
        membership.NumMissedTableIAmAliveLimit = AliveIntervalsMissed;

        // A silo short of processor time waits longer before it suspects others: the fault is more likely its own.
        membership.ExtendProbeTimeoutDuringDegradation = true;
    }

    private static async Task<bool> WaitForSiloAsync(Exception error, CancellationToken cancellationToken)
    {
        await Task.Delay(ConnectAgain, TimeProvider.System, cancellationToken);
        return true;
    }
}
