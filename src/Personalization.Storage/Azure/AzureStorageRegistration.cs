using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Personalization.Abstractions.Storage;
using Personalization.Storage.EventLog;
using Personalization.Storage.Resilience;

namespace Personalization.Storage.Azure;

/// <summary>Puts the Azure backend into a service collection.</summary>
public static class AzureStorageRegistration
{
    /// <summary>Registers the event log, the catalogue and the model store on one storage account. Tables and container are made when the host starts.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, Action<AzureStorageOptions> configure)
    {
        _ = services.AddOptions<AzureStorageOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AzureStorageOptions>, AzureStorageOptionsValidator>());
        _ = services.TryAddPipelines();
        services.TryAddSingleton(provider => new AzureStore(
            provider.GetRequiredService<IOptions<AzureStorageOptions>>().Value, new ServiceClock(provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<Pipelines>().GetStore(AzureCalls.Pipeline, AzureCalls.CountsAgainstService)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AzureStorageInitializer>());
        services.TryAddEventLog(provider => new AzureEventLog(
            provider.GetRequiredService<AzureStore>(), provider.GetRequiredService<ILogger<AzureEventLog>>()));
        services.TryAddSingleton<ICatalogStore, AzureCatalogStore>();
        services.TryAddSingleton(provider => new AzureModelStore(provider.GetRequiredService<AzureStore>()));
        services.TryAddSingleton<IModelStore>(provider => provider.GetRequiredService<AzureModelStore>());
        return services;
    }

    /// <summary>Registers grain storage in the account of <see cref="AddAzureStorage"/>.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="name">The provider's name.</param>
    /// <param name="serializer">Writes and reads the states. To be chosen with care: rows once written must stay readable.</param>
    public static IServiceCollection AddAzureGrainStorage(
        this IServiceCollection services, string name, Func<IServiceProvider, IGrainStorageSerializer> serializer) =>
        services.AddGrainStorage(name, (provider, _) => new AzureGrainStorage(
            provider.GetRequiredService<AzureStore>(), provider.GetRequiredService<IOptions<ClusterOptions>>(), serializer(provider),
            provider.GetRequiredService<IActivatorProvider>()));
}
