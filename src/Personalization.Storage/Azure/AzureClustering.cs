using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Orleans.Clustering.AzureStorage;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure;

/// <summary>Connects silos and clients through Orleans' Azure Table clustering provider.</summary>
public static class AzureClustering
{
    /// <summary>Keeps the silo's membership in the account's table <c>OrleansSiloInstances</c>.</summary>
    /// <exception cref="OptionsValidationException">The account settings are invalid.</exception>
    public static ISiloBuilder UseAzureClustering(this ISiloBuilder builder, AzureStorageOptions account)
    {
        TableServiceClient client = AzureAccount.Membership(account);
        return builder.UseAzureStorageClustering((OptionsBuilder<AzureStorageClusteringOptions> clustering) =>
            clustering.Configure(options => options.TableServiceClient = client));
    }

    /// <summary>Reads the client's gateways from the account's table <c>OrleansSiloInstances</c>.</summary>
    /// <exception cref="OptionsValidationException">The account settings are invalid.</exception>
    public static IClientBuilder UseAzureClustering(this IClientBuilder builder, AzureStorageOptions account)
    {
        TableServiceClient client = AzureAccount.Membership(account);
        return builder.UseAzureStorageClustering((OptionsBuilder<AzureStorageGatewayOptions> gateways) =>
            gateways.Configure(options => options.TableServiceClient = client));
    }
}
