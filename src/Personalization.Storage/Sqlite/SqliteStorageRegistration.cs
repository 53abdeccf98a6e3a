using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Abstractions.Stores;
using Personalization.Storage.EventLog;
using Personalization.Storage.Sqlite.Catalog;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;
using Personalization.Storage.Sqlite.GrainState;

namespace Personalization.Storage.Sqlite;

/// <summary>Registers the embedded store in a service collection.</summary>
public static class SqliteStorageRegistration
{
    /// <summary>
    /// Registers the store, the event log and the catalog. The store opens on first use and closes with the container.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(
        this IServiceCollection services, Action<SqliteStorageOptions> configure)
    {
        _ = services.AddOptions<SqliteStorageOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SqliteStorageOptions>, SqliteStorageOptionsValidator>());
        services.TryAddSingleton(provider => SqliteStore.Open(
            provider.GetRequiredService<IOptions<SqliteStorageOptions>>().Value,
            provider.GetRequiredService<ILogger<SqliteStore>>(),
            provider.GetService<TimeProvider>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStore>().Condition);
        services.TryAddEventLog(provider => new SqliteEventLog(provider.GetRequiredService<SqliteStore>()));
        services.TryAddSingleton<ICatalogStore, SqliteCatalogStore>();
        return services;
    }

    /// <summary>Registers grain storage in the store of <see cref="AddSqliteStorage"/>.</summary>
    /// <param name="services">The services of the silo.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="serializer">Writes and reads the states. Later versions of the engine must be able to read existing
    /// rows.</param>
    public static IServiceCollection AddSqliteGrainStorage(
        this IServiceCollection services, string name, Func<IServiceProvider, IGrainStorageSerializer> serializer) =>
        services.AddGrainStorage(name, (provider, _) => new SqliteGrainStorage(
            provider.GetRequiredService<SqliteStore>(),
            serializer(provider),
            provider.GetRequiredService<IActivatorProvider>()));
}
