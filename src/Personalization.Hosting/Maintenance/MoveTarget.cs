using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Hosting.Composition;
using Personalization.Hosting.Settings;
using Personalization.Storage.Azure;
using Personalization.Storage.Azure.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.Postgres.EventLog;

namespace Personalization.Hosting.Maintenance;

/// <summary>The stores of the profile that receives the data, without a silo.</summary>
internal sealed class MoveTarget : IAsyncDisposable
{
    private const string GrainStore = "profiles";

    private readonly IHost _host;

    private MoveTarget(IHost host, ILogSeed seed)
    {
        _host = host;
        Seed = seed;
    }

    /// <summary>The event log.</summary>
    public IEventLog Log => _host.Services.GetRequiredService<IEventLog>();

    /// <summary>The entries of all users.</summary>
    public IEventFeed Feed => _host.Services.GetRequiredService<IEventFeed>();

    /// <summary>Lets a user's log begin after a sequence number.</summary>
    public ILogSeed Seed { get; }

    /// <summary>The catalogue.</summary>
    public ICatalogStore Catalog => _host.Services.GetRequiredService<ICatalogStore>();

    /// <summary>The model versions.</summary>
    public IModelStore Models => _host.Services.GetRequiredService<IModelStore>();

    /// <summary>The grain states.</summary>
    public IGrainStorage States => _host.Services.GetRequiredKeyedService<IGrainStorage>(GrainStore);

    /// <summary>Opens the stores; creates or migrates their tables.</summary>
    public static async Task<MoveTarget> OpenAsync(
        EngineOptions options, IConfiguration configuration, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging().AddMetrics().AddSerializer().AddSingleton(TimeProvider.System)
            .AddSingleton(options.Resilience)
            .Configure<ClusterOptions>(names =>
                (names.ClusterId, names.ServiceId) = (options.Cluster.ClusterId, options.Cluster.ServiceId));
        StorageSetup.AddStorage(builder.Services, options, configuration);
        StorageSetup.AddGrainStorage(
            new Services(builder.Services, configuration), options, _ => new RawStateSerializer());
        IHost host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            await InitializeAsync(host.Services, cancellationToken);
            return new MoveTarget(host, options.Profile == StorageProfile.Postgres
                ? host.Services.GetRequiredService<PostgresEventLog>()
                : host.Services.GetRequiredService<AzureEventLog>());
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Gets whether the stores hold nothing.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        (await Feed.ReadAllAsync(0, 1, cancellationToken)).Count == 0
        && (await Catalog.ReadAsync(0, cancellationToken)).Items.IsEmpty
        && (await Models.ListAsync(cancellationToken)).Count == 0;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    /// <summary>Starts the official Azure provider, which a silo's lifecycle starts otherwise.</summary>
    private static async Task InitializeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        SiloLifecycleSubject lifecycle = new(services.GetRequiredService<ILogger<SiloLifecycleSubject>>());
        if (services.GetKeyedService<IGrainStorage>(AzureStorageRegistration.OfficialName(GrainStore))
            is ILifecycleParticipant<ISiloLifecycle> official)
        {
            official.Participate(lifecycle);
        }

        await lifecycle.OnStart(cancellationToken);
    }

    private sealed class Services(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
    {
        IServiceCollection ISiloBuilder.Services => services;

        IConfiguration ISiloBuilder.Configuration => configuration;
    }
}
