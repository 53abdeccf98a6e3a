using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Stores;
using Personalization.Storage.EventLog;
using Personalization.Storage.Postgres.Catalog;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Storage.Postgres.GrainState;
using Personalization.Storage.Postgres.Models;
using Personalization.Storage.Resilience;

namespace Personalization.Storage.Postgres;

/// <summary>Registers the PostgreSQL backend in a service collection.</summary>
public static class PostgresStorageRegistration
{
    /// <summary>
    /// Registers the event log, its retention, the catalog and the model store on one connection pool. The host
    /// migrates the database when it starts, before any other service.
    /// </summary>
    public static IServiceCollection AddPostgresStorage(
        this IServiceCollection services, Action<PostgresStorageOptions> configure)
    {
        _ = services.AddOptions<PostgresStorageOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgresStorageOptions>, PostgresStorageOptionsValidator>());
        _ = services.TryAddPipelines();
        services.TryAddSingleton(provider => PostgresConnections.CreateSource(
            provider.GetRequiredService<IOptions<PostgresStorageOptions>>().Value));
        services.TryAddSingleton(provider => new PostgresDatabase(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<IOptions<PostgresStorageOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>(),
            provider.GetRequiredService<Pipelines>()));
        services.TryAddEventLog(provider => new PostgresEventLog(
            provider.GetRequiredService<PostgresDatabase>(), provider.GetRequiredService<ILogger<PostgresEventLog>>()));
        services.TryAddSingleton<ILogRetention, PostgresLogRetention>();
        services.TryAddSingleton<ICatalogStore, PostgresCatalogStore>();
        services.TryAddSingleton<PostgresModelStore>();
        services.TryAddSingleton<IModelStore>(provider => provider.GetRequiredService<PostgresModelStore>());
        _ = services.AddHostedService<PostgresStartup>();
        return services.AddHostedService<LogPartitionMaintenance>();
    }

    /// <summary>Registers grain storage in the database of <see cref="AddPostgresStorage"/>.</summary>
    /// <param name="services">The services of the silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="serializer">Writes and reads the states. Later versions of the engine must be able to read existing
    /// rows.</param>
    public static IServiceCollection AddPostgresGrainStorage(
        this IServiceCollection services, string name, Func<IServiceProvider, IGrainStorageSerializer> serializer) =>
        services.AddGrainStorage(name, (provider, _) => new PostgresGrainStorage(
            provider.GetRequiredService<PostgresDatabase>(),
            serializer(provider),
            provider.GetRequiredService<IActivatorProvider>(),
            provider.GetRequiredService<ILogger<PostgresGrainStorage>>()));
}
