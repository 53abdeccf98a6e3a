using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Personalization.Storage.Azure;

namespace Personalization.Tests.Storage;

public sealed class AzureMembershipTableTests : MembershipTableConformance, IAsyncLifetime
{
    private readonly AzureTestAccount _account = new();

    public ValueTask InitializeAsync()
    {
        // Here, not in the middle of generated operations: a test that skips there has failed.
        _ = AzureTestAccount.ConnectionString;
        return default;
    }

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    protected override ValueTask<PortSession<MembershipPorts>> OpenAsync(string clusterId)
    {
        string connection = AzureTestAccount.ConnectionString;
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .Configure<ClusterOptions>(options => options.ClusterId = clusterId)
            .Configure<AzureTableClusteringOptions>(options => (options.ConnectionString, options.TableName) = (connection, _account.MembershipTable))
            .AddSingleton<AzureMembershipTable>()
            .AddSingleton<AzureGatewayListProvider>()
            .BuildServiceProvider();
        MembershipPorts ports = new(services.GetRequiredService<AzureMembershipTable>(), services.GetRequiredService<AzureGatewayListProvider>());
        return new(new PortSession<MembershipPorts>(ports, services.DisposeAsync));
    }
}
