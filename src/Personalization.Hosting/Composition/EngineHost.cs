using Microsoft.Extensions.Options;
using Orleans.Dashboard;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Recommendations;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Experiments;
using Personalization.Grains.Models;
using Personalization.Grains.Retraining;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;
using Personalization.Grains.Users;
using Personalization.Hosting.DataQuality;
using Personalization.Hosting.Faults;
using Personalization.Hosting.Health;
using Personalization.Hosting.Sample;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Hosting.Composition;

/// <summary>Puts a process of the engine together: options, storage, grains, silo or client.</summary>
public static class EngineHost
{
    /// <summary>How long a stopping process may take to flush and deactivate before it is cut off.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(14);

    /// <summary>
    /// Adds the engine to a web host in the role the settings give it: as a silo, as a client of silos, or as both.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="roles">What the program can be.</param>
    /// <returns>The settings; <see cref="EngineOptions.Role"/> is set.</returns>
    /// <exception cref="SettingsRefusedException">A setting of section <c>Personalization</c> is wrong; all of them are
    /// listed.</exception>
    public static EngineOptions AddEngine(this WebApplicationBuilder builder, params IReadOnlyList<EngineRole> roles)
    {
        builder.AddLogDefaults();
        EngineOptions options = EngineOptionsReader.Read(builder.Configuration, roles);
        builder.AddTelemetry(options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        builder.AddParts(options);
        return options;
    }

    /// <summary>Adds the engine to a host of any kind, without logging and telemetry.</summary>
    internal static void AddParts(this IHostApplicationBuilder builder, EngineOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(
            new EventVocabulary(options.EventTypes.Select(type => new EventTypeDefinition(type.Key, type.Value))));
        builder.Services.AddSingleton<HealthReport>();
        builder.Services.AddSingleton<DataQualityTallies>();
        builder.Services.AddPipelines(options);
        builder.Services.AddSingleton<ScrapeKey>();
        if (options.Role == EngineRole.Api)
        {
            builder.AddClient(options);
        }
        else
        {
            builder.AddSilo(options);
        }

        if (options.DataQuality.Enabled)
        {
            // After the silo or client, so that it reports once they run.
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<DataQualityReporter>(
                services, options.DataQuality, options.Role != EngineRole.Silo));
        }
    }

    /// <summary>Serves the Orleans Dashboard. It shows grain state: the caller protects what is returned.</summary>
    public static RouteGroupBuilder MapDashboard(this IEndpointRouteBuilder app, string path = "/dashboard") =>
        app.MapOrleansDashboard(path);

    private static void AddClient(this IHostApplicationBuilder builder, EngineOptions options)
    {
        // The border answers its probes (and, when it has lists already, its clients) while it waits for the first
        // silo.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.UseOrleansClient(client => ClusterSetup.ConfigureClient(client, options));
    }

    private static void AddSilo(this IHostApplicationBuilder builder, EngineOptions options)
    {
        AddParts(builder.Services, options);
        StorageSetup.AddStorage(builder.Services, options, builder.Configuration);
        if (options.Faults)
        {
            builder.Services.AddFaults();
        }

        builder.Services.AddFeeds(options);
        builder.Services.AddWebhooks(options.Webhooks);
        builder.Services.AddHostedService<EngineMetrics>();
        builder.UseOrleans(silo =>
        {
            ClusterSetup.ConfigureSilo(silo, options);
            StorageSetup.AddGrainStorage(silo, options);
        });
        builder.Services.AddHealthChecks()
            .AddCheck<SiloHealthCheck>("silo", tags: [HealthReport.Ready])
            .AddCheck<StoreHealthCheck>("store", tags: [HealthReport.Ready], timeout: HealthReport.Patience);

        // Started after the silo, stopped before it.
        builder.Services.AddHostedService(services => services.GetRequiredService<ServingRefresher>());
        builder.Services.AddHostedService(services => services.GetRequiredService<SiloWarmUp>());
        builder.Services.AddHostedService<TrainingLifetime>();
        builder.Services.AddHostedService<RolloutReporter>();
        builder.Services.AddHostedService<ShadowRanker>();
        builder.Services.AddHostedService<RetrainingReporter>();
        if (options.Profile == StorageProfile.Embedded)
        {
            builder.Services.AddHostedService<StoreCheckService>();
            builder.Services.AddHostedService<ErasureService>();
        }
        else
        {
            builder.Services.AddHostedService<SiloLeaseService>();
        }

        if (options is { Profile: StorageProfile.Postgres, Postgres.RetentionDays: > 0 })
        {
            builder.Services.AddHostedService<LogRetentionService>();
        }

        if (options.LoadsSample)
        {
            builder.Services.AddHostedService<SampleLoader>();
        }
    }

    private static void AddParts(IServiceCollection services, EngineOptions options)
    {
        services.AddSingleton(Options.Create(options.Profiles));
        services.AddSingleton(Options.Create(options.Serving));
        services.AddSingleton(Options.Create(options.Experiments));
        services.AddSingleton(Options.Create(options.Training));
        services.AddSingleton(Options.Create(options.DataQuality));
        services.AddSingleton(Options.Create(options.Rollout));
        services.AddSingleton(new PlacementPolicies(options.Placements));
        services.AddSingleton<IIdSource, RandomIdSource>();
        services.AddSingleton<IdSigner>();
        services.AddSingleton<ListComposer>();
        services.AddSingleton<ServingHolder>();
        services.AddSingleton<ExperimentHolder>();
        services.AddSingleton<ExperimentMetrics>();
        services.AddSingleton<RewardHolder>();
        services.AddSingleton<ExplorationBudget>();
        services.AddSingleton<LocalLists>();
        services.AddSingleton<ILocalLists>(provider => provider.GetRequiredService<LocalLists>());
        services.AddSingleton<WaitingTimes>();
        services.AddSingleton<SiloLease>();
        services.AddSingleton<ServingRefresher>();
        services.AddSingleton<SiloWarmUp>();
        services.AddSingleton<TrainingRunner>();
        services.AddSingleton<UnknownItems>();
        services.AddSingleton<DataQualityMetrics>();
        services.AddSingleton(Options.Create(options.Retraining));
        services.AddSingleton<RetrainingCounter>();
        services.AddSingleton<RetrainingMetrics>();
        services.AddSingleton<UserMetrics>();
        services.AddSingleton<RolloutCounter>();
        services.AddSingleton<RolloutMetrics>();
        services.AddSingleton<LatencyProbe>();
        services.AddSingleton<ICanary, ExperimentCanary>();
        services.AddSingleton<RolloutStages>();
    }
}
