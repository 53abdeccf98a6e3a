using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Messaging;

namespace Personalization.Storage.Azure;

/// <summary>Lets silos and clients find each other through a table.</summary>
public static class AzureTableClusteringExtensions
{
    /// <summary>Keeps the silo's membership in an Azure table.</summary>
    public static ISiloBuilder UseAzureTableClustering(this ISiloBuilder builder, Action<AzureTableClusteringOptions> configure)
    {
        _ = AddOptions(builder.Services, configure).AddSingleton<IMembershipTable, AzureMembershipTable>();
        return builder;
    }

    /// <summary>Lets the client find the silos in their Azure table.</summary>
    public static IClientBuilder UseAzureTableClustering(this IClientBuilder builder, Action<AzureTableClusteringOptions> configure)
    {
        _ = AddOptions(builder.Services, configure).AddSingleton<IGatewayListProvider, AzureGatewayListProvider>();
        return builder;
    }

    private static IServiceCollection AddOptions(IServiceCollection services, Action<AzureTableClusteringOptions> configure)
    {
        _ = services.AddOptions<AzureTableClusteringOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AzureTableClusteringOptions>, AzureTableClusteringOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
