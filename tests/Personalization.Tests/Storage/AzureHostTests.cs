using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Storage;
using Personalization.Storage.Azure;

namespace Personalization.Tests.Storage;

/// <summary>The backend as a host composes it: tables made at the start, silos and a client that find each other.</summary>
public sealed class AzureHostTests : IAsyncDisposable
{
    private const string Cluster = "test";

    private readonly AzureTestAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Silos_and_a_client_form_a_cluster_and_all_ports_work()
    {
        _ = AzureTestAccount.ConnectionString;
        using IHost first = await StartSiloAsync();
        using IHost second = await StartSiloAsync();
        using IHost client = await StartClientAsync();
        IManagementGrain management = client.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0);
        Assert.Equal([SiloStatus.Active, SiloStatus.Active], (await management.GetHosts(onlyActive: true, Token)).Values);

        Assert.Equal(AppendResult.Appended, await first.Services.GetRequiredService<IEventLog>().AppendAsync("u", Entries.Views(1, 2), Token));
        Assert.Equal(AppendResult.Fenced, await second.Services.GetRequiredService<IEventLog>().AppendAsync("u", Entries.Views(2, 1), Token));
        Assert.Equal(1, await first.Services.GetRequiredService<ICatalogStore>().WriteAsync([new CatalogItem { Id = ItemId.Create("i") }], 0, Token));
        Assert.NotNull(await second.Services.GetRequiredService<ICatalogStore>().FindAsync(ItemId.Create("i"), Token));
        Assert.Empty(await second.Services.GetRequiredService<IModelStore>().ListAsync(Token));
        GrainState<ShopState> state = new(new ShopState { Name = "n" });
        await first.Services.GetRequiredKeyedService<IGrainStorage>("states").WriteStateAsync("s", GrainId.Create("user", "u"), state, Token);
        await second.Services.GetRequiredKeyedService<IGrainStorage>("states").ReadStateAsync("s", GrainId.Create("user", "u"), state, Token);
        Assert.Equal("n", state.State!.Name);

        await second.StopAsync(Token);
        _ = Assert.Single(await management.GetHosts(onlyActive: true, Token));
        TableClient table = new(AzureTestAccount.ConnectionString, _account.MembershipTable);
        Assert.Equal(3, await table.QueryAsync<TableEntity>($"PartitionKey eq '{Cluster}'", cancellationToken: Token).CountAsync(Token));
        await client.StopAsync(Token);
        await first.StopAsync(Token);
    }

    [Fact]
    public void Settings_are_judged_all_at_once()
    {
        AzureStorageOptions wrong = new() { TablePrefix = "1", GrainStateTable = "a-b", ModelContainer = "Upper", TimeoutSeconds = 0, ReadLagSeconds = 0, CatalogSnapshotEpochs = 1 };
        Assert.Equal(7, new AzureStorageOptionsValidator().Validate(null, wrong).Failures!.Count());
        Assert.True(new AzureStorageOptionsValidator().Validate(null, new AzureStorageOptions { ConnectionString = "x" }).Succeeded);
        Uri address = new("https://name.example");
        Assert.True(new AzureStorageOptionsValidator().Validate(null, new AzureStorageOptions { TableServiceUri = address }).Failed);
        Assert.True(new AzureStorageOptionsValidator().Validate(null, new AzureStorageOptions { TableServiceUri = address, BlobServiceUri = address }).Succeeded);
        Assert.Equal(3, new AzureTableClusteringOptionsValidator().Validate(null, new AzureTableClusteringOptions { TableName = "-", TimeoutSeconds = 0 }).Failures!.Count());
        Assert.True(new AzureTableClusteringOptionsValidator().Validate(null, new AzureTableClusteringOptions { TableServiceUri = address }).Succeeded);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Cluster, Cluster);

    private async Task<IHost> StartSiloAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        _ = builder.Logging.SetMinimumLevel(LogLevel.Warning);
        _ = builder.Services.AddAzureStorage(CopyTo).AddAzureGrainStorage("states", _ => new ShopStateSerializer());
        _ = builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(Name)
            .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort())
            .UseAzureTableClustering(UseTestTable));
        IHost host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private async Task<IHost> StartClientAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        _ = builder.UseOrleansClient(client => client.Configure<ClusterOptions>(Name).UseAzureTableClustering(UseTestTable));
        IHost host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private void UseTestTable(AzureTableClusteringOptions options) =>
        (options.ConnectionString, options.TableName) = (AzureTestAccount.ConnectionString, _account.MembershipTable);

    private void CopyTo(AzureStorageOptions options)
    {
        AzureStorageOptions test = _account.Options();
        options.ConnectionString = test.ConnectionString;
        options.TablePrefix = test.TablePrefix;
        options.GrainStateTable = test.GrainStateTable;
        options.ModelContainer = test.ModelContainer;
    }
}
