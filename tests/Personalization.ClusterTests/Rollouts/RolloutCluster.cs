using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Abstractions.Stores;
using Personalization.Engine.DataQuality;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Rollouts;
using Personalization.Engine.Training;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Experiments;
using Personalization.Grains.Models;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>
/// Silos with the engine's model and rollout grains and its refreshers, on stores in memory and with scripted users.
/// </summary>
internal sealed class RolloutCluster : IAsyncDisposable
{
    /// <summary>Rollout options with stages as short as one interim analysis.</summary>
    private static readonly RolloutOptions Quick = new()
    {
        Mode = RolloutMode.Staged,
        ShadowMinutes = 0,
        ShadowLists = 0,
        StepMinutes = 0,
        StepUsers = 100,
        LatencyFloorMs = 10_000,
    };

    private readonly InProcessTestCluster _cluster;
    private readonly SharedModels _models = new();

    private RolloutCluster(bool deaf, bool staged)
    {
        RolloutOptions options = Quick with { Mode = staged ? RolloutMode.Staged : RolloutMode.Direct };
        Canary = new ScriptedCanary(options);
        SharedState state = new();
        InProcessTestClusterBuilder builder = new(3);
        builder.ConfigureSilo((own, silo) =>
        {
            _ = silo.Services.AddSingleton<IModelStore>(_models);
            _ = silo.Services.AddKeyedSingleton<IGrainStorage>("models", state);
            _ = silo.Services.AddSingleton<ICanary>(Canary);
            _ = silo.Services.AddSingleton(Options.Create(options));
            AddEngine(silo.Services);
            if (deaf)
            {
                _ = silo.AddOutgoingGrainCallFilter(call => call.InterfaceMethod?.DeclaringType
                    == typeof(IModelObserver) ? throw new TimeoutException("A lost notice.") : call.Invoke());
            }
        });
        _cluster = builder.Build();
    }

    public ScriptedCanary Canary { get; }

    public IRolloutGrain Rollouts => _cluster.Client.GetGrain<IRolloutGrain>(0);

    public IModelGrain Models => _cluster.Client.GetGrain<IModelGrain>(0);

    public IReadOnlyList<ServingHolder> Holders =>
    [.. _cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ServingHolder>())];

    /// <summary>Starts three silos that serve version <c>good-1</c>.</summary>
    /// <param name="deaf">True if every notification of a silo is lost, so that silos must poll.</param>
    /// <param name="staged">True if trained versions roll out automatically.</param>
    public static async Task<RolloutCluster> StartAsync(bool deaf = false, bool staged = false)
    {
        RolloutCluster cluster = new(deaf, staged);
        await cluster._cluster.DeployAsync();
        await cluster.TrainAsync("good-1");
        await cluster.EverySiloAsync(holder => holder is { IsLoaded: true, Current.Model.Version: "good-1" });
        return cluster;
    }

    /// <summary>Publishes a trained version as the trainer does.</summary>
    public async Task<ModelVersion> TrainAsync(string version)
    {
        TrainedModel trained = TasteModels.Train(version);
        await _models.WriteAsync(version, trained.Files, TestContext.Current.CancellationToken);
        await Models.CompleteTrainingAsync(trained.Version, null);
        return trained.Version;
    }

    /// <summary>Waits until the newest rollout has the wanted state.</summary>
    public async Task<Rollout> RolloutAsync(Func<Rollout, bool> wanted) =>
        (await Eventually.Async(
            async () => (await Rollouts.GetAsync()).FirstOrDefault(), found => found is not null && wanted(found)))!;

    /// <summary>Waits until every silo has the wanted state.</summary>
    public Task EverySiloAsync(Func<ServingHolder, bool> wanted) =>
        Eventually.Async(() => Task.FromResult(Holders.All(wanted)), all => all);

    public async Task<ServingHolder> AddSiloAsync() =>
        (await _cluster.StartAdditionalSiloAsync()).ServiceProvider.GetRequiredService<ServingHolder>();

    /// <summary>Kills the silo that hosts the rollout grain.</summary>
    public async Task KillKeeperAsync()
    {
        InProcessSiloHandle keeper = _cluster.Silos.First(
            silo => _cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<RolloutMetrics>().IsShown);
        await _cluster.KillSiloAsync(keeper);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static void AddEngine(IServiceCollection services)
    {
        EmptyStores empty = new();
        _ = services.AddSingleton<IEventLog>(empty).AddSingleton<IEventFeed>(empty).AddSingleton<ICatalogStore>(empty);
        _ = services.AddSingleton(TimeProvider.System).AddSingleton(EventVocabulary.Default);
        _ = services.AddSingleton(Options.Create(new ServingOptions()))
            .AddSingleton(Options.Create(new TrainingOptions()))
            .AddSingleton(Options.Create(new DataQualityOptions()));
        _ = services.AddSingleton<ServingHolder>()
            .AddSingleton<TrainingRunner>()
            .AddSingleton<RolloutCounter>()
            .AddSingleton<RolloutMetrics>()
            .AddSingleton<RolloutStages>();
        _ = services.AddSingleton<LatencyProbe>()
            .AddSingleton(Options.Create(new ExperimentOptions()))
            .AddSingleton<RewardHolder>()
            .AddSingleton(new PlacementPolicies(new Dictionary<string, PlacementPolicy>()))
            .AddSingleton<ExperimentHolder>()
            .AddSingleton<ExperimentMetrics>()
            .AddSingleton<DataQualityMetrics>()
            .AddMetrics();
        _ = services.AddHostedService<ServingRefresher>().AddHostedService<RolloutReporter>();
        _ = services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        _ = services.AddLogging(logging => logging.ClearProviders());
    }
}
