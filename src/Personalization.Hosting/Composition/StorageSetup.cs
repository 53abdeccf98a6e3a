using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Grains;
using Personalization.Hosting.Settings;
using Personalization.Storage.Azure;
using Personalization.Storage.Files;
using Personalization.Storage.Postgres;
using Personalization.Storage.Resilience;
using Personalization.Storage.Sqlite;

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
                _ = services.AddPostgresStorage(store => Section(configuration, nameof(EngineOptions.Postgres)).Bind(store));
                break;
            case StorageProfile.Azure:
                _ = services.AddAzureStorage(store => Section(configuration, nameof(EngineOptions.Azure)).Bind(store));
                break;
            default:
                string folder = Path.GetFullPath(options.DataPath);
                _ = services.AddSqliteStorage(store => store.Path = Path.Combine(folder, "engine.db"));
                _ = services.AddFileModelStore(store => store.Path = Path.Combine(folder, "models"));
                break;
        }
    }

    /// <summary>Puts the named pipelines before the ports that <see cref="AddStorage"/> registered, outermost: what is repeated is measured try by try.</summary>
    public static void AddPipelines(IServiceCollection services)
    {
        Pipe<IEventLog>(services, (log, pipelines) => new PipedEventLog(log, pipelines));
        Pipe<IModelStore>(services, (models, pipelines) => new PipedModelStore(models, pipelines));
    }

    /// <summary>What grains keep beside the log.</summary>
    public static void AddGrainStorage(ISiloBuilder silo, EngineOptions options)
    {
        foreach (string name in GrainStores)
        {
            switch (options.Profile)
            {
                case StorageProfile.Postgres:
                    _ = silo.Services.AddPostgresGrainStorage(name, Serializer);
                    break;
                case StorageProfile.Azure:
                    _ = silo.AddAzureGrainStorage(name, Serializer);
                    break;
                default:
                    _ = silo.Services.AddSqliteGrainStorage(name, Serializer);
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

    /// <summary>Puts pipelines before a port.</summary>
    private static void Pipe<TPort>(IServiceCollection services, Func<TPort, Pipelines, TPort> pipe)
        where TPort : class
    {
        ServiceDescriptor inner = services.Last(service => service.ServiceType == typeof(TPort));
        _ = services.Remove(inner);
        _ = services.AddSingleton(provider => pipe(
            (TPort)(inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            provider.GetRequiredService<Pipelines>()));
    }

    /// <summary>The one format of grain state, whatever keeps it.</summary>
    private static IGrainStorageSerializer Serializer(IServiceProvider services) => new GrainStateSerializer();

    private static IConfigurationSection Section(IConfiguration configuration, string store) => configuration.GetSection($"{EngineOptions.Section}:{store}");

    private static InvalidOperationException NoCluster(EngineOptions options) => new($"The profile {options.Profile} has no cluster.");
}
