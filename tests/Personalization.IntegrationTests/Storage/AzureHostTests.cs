using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using Orleans.Storage;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Azure;
using Personalization.Storage.Azure.Connections;
using Personalization.Testing.EventLog;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Tests the backend in a host: the start creates the tables, and silos and a client connect.</summary>
public sealed class AzureHostTests : IAsyncDisposable
{
    private const string Cluster = "test";

    private readonly AzureTestAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Silos_and_a_client_form_a_cluster_and_all_stores_work()
    {
        _ = AzureTestAccount.ConnectionString;
        using IHost first = await StartSiloAsync();
        using IHost second = await StartSiloAsync();
        using IHost client = await StartClientAsync();
        IManagementGrain management = client.Services.GetRequiredService<IClusterClient>()
            .GetGrain<IManagementGrain>(0);
        Assert.Equal(
            [SiloStatus.Active, SiloStatus.Active], (await management.GetHosts(onlyActive: true, Token)).Values);

        Assert.Equal(
            AppendResult.Appended,
            await first.Services.GetRequiredService<IEventLog>().AppendAsync("u", Entries.Views(1, 2), Token));
        Assert.Equal(
            AppendResult.Fenced,
            await second.Services.GetRequiredService<IEventLog>().AppendAsync("u", Entries.Views(2, 1), Token));
        Assert.Equal(1, await first.Services.GetRequiredService<ICatalogStore>().WriteAsync(
            [new CatalogItem { Id = ItemId.Create("i") }], 0, Token));
        Assert.NotNull(await second.Services.GetRequiredService<ICatalogStore>().FindAsync(ItemId.Create("i"), Token));
        Assert.Empty(await second.Services.GetRequiredService<IModelStore>().ListAsync(Token));
        GrainState<ShopState> state = new(new ShopState { Name = "n" });
        await first.Services.GetRequiredKeyedService<IGrainStorage>("states").WriteStateAsync(
            "s", GrainId.Create("user", "u"), state, Token);
        await second.Services.GetRequiredKeyedService<IGrainStorage>("states").ReadStateAsync(
            "s", GrainId.Create("user", "u"), state, Token);
        Assert.Equal("n", state.State!.Name);

        await second.StopAsync(Token);
        _ = Assert.Single(await management.GetHosts(onlyActive: true, Token));
        TableClient table = new(AzureTestAccount.ConnectionString, _account.MembershipTable);
        TableEntity[] rows = await table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{Cluster}'", cancellationToken: Token).ToArrayAsync(Token);
        ILookup<bool, TableEntity> isSilo = rows.ToLookup(row => row.ContainsKey("Status"));
        Assert.Equal(["!Start", "VersionRow", "~End"], isSilo[false].Select(row => row.RowKey));
        Assert.Equal(["Active", "Dead"], isSilo[true].Select(row => row.GetString("Status")).Order());
        await client.StopAsync(Token);
        await first.StopAsync(Token);
    }

    [Fact]
    public void All_invalid_settings_are_reported_together()
    {
        AzureStorageOptions wrong = new()
        {
            TablePrefix = "1",
            GrainStateTable = "a-b",
            ModelContainer = "Upper",
            TimeoutSeconds = 0,
            ReadLagSeconds = 0,
            CatalogSnapshotEpochs = 1
        };
        Assert.Equal(7, new AzureStorageOptionsValidator().Validate(null, wrong).Failures!.Count());
        Assert.True(new AzureStorageOptionsValidator().Validate(
            null, new AzureStorageOptions { ConnectionString = "x" }).Succeeded);
        Uri address = new("https://name.example");
        Assert.True(new AzureStorageOptionsValidator().Validate(
            null, new AzureStorageOptions { TableServiceUri = address }).Failed);
        Assert.True(new AzureStorageOptionsValidator().Validate(
            null, new AzureStorageOptions { TableServiceUri = address, BlobServiceUri = address }).Succeeded);
    }

    [Fact]
    public void Clustering_rejects_an_invalid_account_and_reports_every_problem()
    {
        ServiceBuilder services = new(new ServiceCollection());
        (ISiloBuilder silo, IClientBuilder client) = (services, services);
        AzureStorageOptions wrong = new() { TablePrefix = "1", TimeoutSeconds = 0 };
        Action[] uses = [() => silo.UseAzureClustering(wrong), () => client.UseAzureClustering(wrong)];
        Assert.All(uses, use => Assert.Equal(3, Assert.Throws<OptionsValidationException>(use).Failures.Count()));
        AzureStorageOptions tablesAlone = new() { TableServiceUri = new Uri("https://name.example") };
        _ = client.UseAzureClustering(tablesAlone);
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
        _ = builder.Services.AddAzureStorage(CopyTo).Configure<AzureStorageClusteringOptions>(UseTestTable);
        _ = builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(Name)
            .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort())
            .AddAzureGrainStorage("states", _ => new ShopStateSerializer())
            .UseAzureClustering(_account.Options()));
        IHost host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private async Task<IHost> StartClientAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        _ = builder.Services.Configure<AzureStorageGatewayOptions>(UseTestTable);
        _ = builder.UseOrleansClient(client =>
            client.Configure<ClusterOptions>(Name).UseAzureClustering(_account.Options()));
        IHost host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private void UseTestTable(AzureStorageOperationOptions options) => options.TableName = _account.MembershipTable;

    private void CopyTo(AzureStorageOptions options)
    {
        AzureStorageOptions test = _account.Options();
        options.ConnectionString = test.ConnectionString;
        options.TablePrefix = test.TablePrefix;
        options.GrainStateTable = test.GrainStateTable;
        options.ModelContainer = test.ModelContainer;
    }
}
