using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Personalization.Storage.Azure;

/// <summary>Tells clients which silos take calls, from the membership's table.</summary>
internal sealed class AzureGatewayListProvider : IGatewayListProvider
{
    private readonly TableClient _table;
    private readonly AzureCalls _calls;
    private readonly string _cluster;

    public AzureGatewayListProvider(
        IOptions<AzureTableClusteringOptions> options, IOptions<ClusterOptions> cluster, IOptions<GatewayOptions> gateway, TimeProvider time)
    {
        AzureTableClusteringOptions settings = options.Value;
        _table = AzureAccount.Tables(settings.ConnectionString, settings.TableServiceUri).GetTableClient(settings.TableName);
        _calls = new AzureCalls(TimeSpan.FromSeconds(settings.TimeoutSeconds), time);
        _cluster = cluster.Value.ClusterId;
        MaxStaleness = gateway.Value.GatewayListRefreshPeriod;
    }

    public TimeSpan MaxStaleness { get; }

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => InitializeGatewayListProviderAsync(CancellationToken.None);

    public Task InitializeGatewayListProviderAsync(CancellationToken cancellationToken) =>
        _calls.RunAsync(token => _table.CreateIfNotExistsAsync(token), cancellationToken);

    public Task<IList<Uri>> GetGateways() => GetGatewaysAsync(CancellationToken.None);

    public Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken) => _calls.RunAsync(
        async token =>
        {
            string filter = TableClient.CreateQueryFilter($"PartitionKey eq {_cluster} and Status eq {nameof(SiloStatus.Active)} and ProxyPort ne {"0"}");
            List<Uri> gateways = [];
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: token).ConfigureAwait(false))
            {
                gateways.Add(SiloRow.Gateway(row));
            }

            return (IList<Uri>)gateways;
        },
        cancellationToken);
}
