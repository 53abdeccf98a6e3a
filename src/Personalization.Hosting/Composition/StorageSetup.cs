using System.Diagnostics.Metrics;
using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Grains;
using Personalization.Hosting.Settings;
using Personalization.Hosting.Telemetry;
using Personalization.Storage.Azure;
using Personalization.Storage.Azure.EventLog;
using Personalization.Storage.Azure.Models;
using Personalization.Storage.Files;
using Personalization.Storage.Postgres;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Storage.Postgres.Models;
using Personalization.Storage.Resilience;
using Personalization.Storage.Sqlite;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.Hosting.Composition;

/// <summary>Registers the stores of a storage profile.</summary>
internal static class StorageSetup
{
    /// <summary>The names grains know their state's storage by.</summary>
    private static readonly string[] GrainStores = ["profiles", "models", "feeds"];

    /// <summary>Event log, catalogue and model versions.</summary>
    public static void AddStorage(IServiceCollection services, EngineOptions options, IConfiguration configuration)
    {
        switch (options.Profile)
        {
            case StorageProfile.Postgres:
                _ = services.AddPostgresStorage(
                    store => Section(configuration, nameof(EngineOptions.Postgres)).Bind(store));
                AddPorts<PostgresEventLog, PostgresModelStore>(services);
                break;
            case StorageProfile.Azure:
                _ = services.AddAzureStorage(store => Section(configuration, nameof(EngineOptions.Azure)).Bind(store));
                AddPorts<AzureEventLog, AzureModelStore>(services);
                break;
            default:
                _ = services.AddSqliteStorage(store => store.Path = DataFolder.DatabaseOf(options.DataPath));
                _ = services.AddFileModelStore(store => store.Path = DataFolder.ModelsOf(options.DataPath));
                AddPorts<SqliteEventLog, FileModelStore>(services);
                break;
        }
    }

    /// <summary>Registers the storage of grain state.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="options">The settings.</param>
    /// <param name="serializer">The format of the states; null for the engine's one.</param>
    public static void AddGrainStorage(
        ISiloBuilder silo,
        EngineOptions options,
        Func<IServiceProvider, IGrainStorageSerializer>? serializer = null)
    {
        serializer ??= Serializer;
        foreach (string name in GrainStores)
        {
            switch (options.Profile)
            {
                case StorageProfile.Postgres:
                    _ = silo.Services.AddPostgresGrainStorage(name, serializer);
                    break;
                case StorageProfile.Azure:
                    _ = silo.AddAzureGrainStorage(name, serializer);
                    break;
                default:
                    _ = silo.Services.AddSqliteGrainStorage(name, serializer);
                    break;
            }
        }
    }

    /// <summary>Where a silo enters itself and finds the others.</summary>
    public static void UseMembership(ISiloBuilder silo, EngineOptions options) => _ = options.Profile switch
    {
        StorageProfile.Postgres => silo.UsePostgresClustering(),
        StorageProfile.Azure => silo.UseAzureClustering(options.Azure),
        _ => throw NoCluster(options),
    };

    /// <summary>Where a client finds the silos.</summary>
    public static void UseMembership(IClientBuilder client, EngineOptions options) => _ = options.Profile switch
    {
        StorageProfile.Postgres => client.UsePostgresClustering(options.Postgres.ConnectionString),
        StorageProfile.Azure => client.UseAzureClustering(options.Azure),
        _ => throw NoCluster(options),
    };

    /// <summary>Registers the ports of a backend with their decorators: each port has one.</summary>
    /// <remarks>The container owns the backend's stores and disposes them; decorators own nothing.</remarks>
    private static void AddPorts<TLog, TModels>(IServiceCollection services)
        where TLog : class, IEventLog, IEventFeed
        where TModels : class, IModelStore
    {
        _ = services.AddSingleton<IEventLog>(provider => new MeasuredEventLog(
            provider.GetRequiredService<TLog>(),
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        _ = services.AddSingleton<IEventFeed>(provider => new PipedEventFeed(
            provider.GetRequiredService<TLog>(), provider.GetRequiredService<Pipelines>()));
        _ = services.AddSingleton<IModelStore>(provider => new PipedModelStore(
            provider.GetRequiredService<TModels>(), provider.GetRequiredService<Pipelines>()));
    }

    /// <summary>Creates the serializer of grain state, the same on every backend.</summary>
    private static GrainStateSerializer Serializer(IServiceProvider services) => new GrainStateSerializer();

    private static IConfigurationSection Section(IConfiguration configuration, string store) =>
        configuration.GetSection($"{EngineOptions.Section}:{store}");

    private static InvalidOperationException NoCluster(EngineOptions options) =>
        new($"The profile {options.Profile} has no cluster.");
}
