using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Azure.Catalog;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Azure.EventLog;
using Personalization.Storage.Azure.Models;
using Personalization.Storage.EventLog;
using Personalization.Storage.Resilience;

namespace Personalization.Storage.Azure;

/// <summary>Registers the Azure backend in a service collection.</summary>
public static class AzureStorageRegistration
{
    /// <summary>
    /// Registers the event log, the catalog and the model store on one storage account. The host creates the tables and
    /// the container when it starts.
    /// </summary>
    public static IServiceCollection AddAzureStorage(
        this IServiceCollection services, Action<AzureStorageOptions> configure)
    {
        _ = services.AddOptions<AzureStorageOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<AzureStorageOptions>, AzureStorageOptionsValidator>());
        _ = services.TryAddPipelines();
        services.TryAddSingleton(provider => new AzureStore(
            provider.GetRequiredService<IOptions<AzureStorageOptions>>().Value,
            new ServiceClock(provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<Pipelines>().GetStore(AzureCalls.Pipeline, AzureCalls.CountsAgainstService)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AzureStorageInitializer>());
        services.TryAddEventLog(provider => new AzureEventLog(
            provider.GetRequiredService<AzureStore>(), provider.GetRequiredService<ILogger<AzureEventLog>>()));
        services.TryAddSingleton<ICatalogStore, AzureCatalogStore>();
        services.TryAddSingleton(provider => new AzureModelStore(provider.GetRequiredService<AzureStore>()));
        services.TryAddSingleton<IModelStore>(provider => provider.GetRequiredService<AzureModelStore>());
        return services;
    }

    /// <summary>Registers Orleans' Azure Table grain storage on the account of <see cref="AddAzureStorage"/>.</summary>
    /// <param name="builder">The silo builder.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="serializer">Writes and reads the states. Later versions of the engine must be able to read existing
    /// rows.</param>
    /// <remarks>
    /// Clearing a state deletes its row. By default the provider keeps the row without its data, so the key of a
    /// forgotten user would stay in the table. The provider also logs grain ids, which contain user ids, so its log
    /// category is switched off. Every failure that it logs also reaches the caller as an exception.
    /// </remarks>
    public static ISiloBuilder AddAzureGrainStorage(
        this ISiloBuilder builder, string name, Func<IServiceProvider, IGrainStorageSerializer> serializer)
    {
        string official = OfficialName(name);
        _ = builder.AddAzureTableGrainStorage(official, (OptionsBuilder<AzureTableStorageOptions> table) =>
            table.Configure<IServiceProvider>((options, provider) =>
            {
                AzureStore store = provider.GetRequiredService<AzureStore>();
                options.TableServiceClient = store.Tables;
                options.TableName = store.Options.GrainStateTable;
                options.DeleteStateOnClear = true;
                options.GrainStorageSerializer = serializer(provider);
            }));
        _ = builder.Services.AddLogging(logging =>
            logging.AddFilter(typeof(AzureTableGrainStorage).FullName, LogLevel.None));
        _ = builder.Services.AddGrainStorage(name, (provider, _) => new BoundedGrainStorage(
            provider.GetRequiredKeyedService<IGrainStorage>(official),
            provider.GetRequiredService<AzureStore>().Calls));
        return builder;
    }

    /// <summary>Gets the name under which the wrapped Orleans provider is registered.</summary>
    public static string OfficialName(string name) => $"{name}-table";
}
