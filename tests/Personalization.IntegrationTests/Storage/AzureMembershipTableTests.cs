using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using Orleans.Messaging;
using Personalization.Storage.Azure;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Tests Orleans' Azure clustering as silo and client register it, also on a table from earlier engine versions.
/// </summary>
public sealed class AzureMembershipTableTests : MembershipTableConformance, IAsyncLifetime
{
    private const string OldCluster = "old";

    private readonly AzureTestAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// The provider ignores the etag of the row when it writes; the etag of the version protects the row.
    /// </summary>
    protected override bool ComparesRowEtags => false;

    public ValueTask InitializeAsync()
    {
        // Checked here: a skip inside the generated operations would count as a failure.
        _ = AzureTestAccount.ConnectionString;
        return default;
    }

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task A_table_of_the_previous_version_can_be_read_and_written()
    {
        TableClient rows = await CreateTableAsync();
        MembershipEntry living = SiloEntries.Silo(1, status: SiloStatus.Active);
        DateTime old = SiloEntries.At.AddDays(-8);
        MembershipEntry dead = SiloEntries.Silo(2, IPAddress.Parse("fe80::1:2"), SiloStatus.Dead, old.AddDays(-1), old);
        dead.SuspectTimes =
            [Tuple.Create(living.SiloAddress, old), Tuple.Create(SiloEntries.Address(9), old.AddDays(1))];
        _ = await rows.AddEntityAsync(OldVersion(3), Token);
        _ = await rows.AddEntityAsync(OldRow(living), Token);
        _ = await rows.AddEntityAsync(OldRow(dead), Token);

        await using PortSession<MembershipPorts> session = await OpenAsync(OldCluster);
        IMembershipTable table = session.Port.Table;
        await table.InitializeMembershipTableAsync(true, Token);
        MembershipTableData data = await table.ReadAllAsync(Token);
        Assert.Equal(3, data.Version.Version);
        Assert.Equal(
            [SiloEntries.Text(living), SiloEntries.Text(dead)],
            data.Members.Select(member => SiloEntries.Text(member.Item1)).Order(StringComparer.Ordinal));
        await session.Port.Gateways.InitializeGatewayListProviderAsync(Token);
        _ = Assert.Single(await session.Port.Gateways.GetGatewaysAsync(Token));

        living.Status = SiloStatus.ShuttingDown;
        string etag = data.Members.Single(member => member.Item1.SiloAddress.Equals(living.SiloAddress)).Item2;
        Assert.True(await table.UpdateRowAsync(living, etag, data.Version.Next(), Token));
        await table.CleanupDefunctSiloEntriesAsync(SiloEntries.At.AddDays(-1), Token);
        MembershipTableData left = await table.ReadAllAsync(Token);
        Assert.Equal(4, left.Version.Version);
        Assert.Equal(SiloEntries.Text(living), SiloEntries.Text(Assert.Single(left.Members).Item1));
    }

    /// <summary>
    /// Silos of the previous version increment the version row and leave the two boundary rows behind.
    /// </summary>
    [Fact]
    public async Task A_write_of_the_previous_version_between_two_current_ones_is_detected()
    {
        await using PortSession<MembershipPorts> session = await OpenAsync(OldCluster);
        IMembershipTable table = session.Port.Table;
        await table.InitializeMembershipTableAsync(true, Token);
        TableVersion start = (await table.ReadAllAsync(Token)).Version;
        Assert.True(await table.InsertRowAsync(SiloEntries.Silo(1), start.Next(), Token));
        TableClient rows = new(AzureTestAccount.ConnectionString, _account.MembershipTable);
        TableEntity version =
            await rows.GetEntityAsync<TableEntity>(OldCluster, "VersionRow", cancellationToken: Token);
        TableTransactionAction[] joining =
        [
            new(TableTransactionActionType.Add, OldRow(SiloEntries.Silo(2))),
            new(TableTransactionActionType.UpdateReplace, OldVersion(2), version.ETag),
        ];
        _ = await rows.SubmitTransactionAsync(joining, Token);

        MembershipTableData mixed = await table.ReadAllAsync(Token);
        Assert.Equal((2, 2), (mixed.Version.Version, mixed.Members.Count));
        Assert.True(await table.InsertRowAsync(SiloEntries.Silo(3), mixed.Version.Next(), Token));
        MembershipTableData after = await table.ReadAllAsync(Token);
        Assert.Equal((3, 3), (after.Version.Version, after.Members.Count));
    }

    [Fact]
    public async Task Row_layout_is_readable_by_the_previous_membership_version()
    {
        await using PortSession<MembershipPorts> session = await OpenAsync(OldCluster);
        IMembershipTable table = session.Port.Table;
        await table.InitializeMembershipTableAsync(true, Token);
        MembershipEntry silo = SiloEntries.Silo(1, status: SiloStatus.Active);
        silo.SuspectTimes = [Tuple.Create(SiloEntries.Address(9), SiloEntries.At)];
        Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync(Token)).Version.Next(), Token));
        TableClient rows = new(AzureTestAccount.ConnectionString, _account.MembershipTable);
        foreach (TableEntity before in new[] { OldRow(silo), OldVersion(1) })
        {
            TableEntity row = await rows.GetEntityAsync<TableEntity>(
                before.PartitionKey, before.RowKey, cancellationToken: Token);
            Assert.Equal(Columns(before), Columns(row));
        }
    }

    protected override ValueTask<PortSession<MembershipPorts>> OpenAsync(string clusterId)
    {
        IServiceCollection registered = new ServiceCollection().AddLogging()
            .Configure<ClusterOptions>(options => options.ClusterId = clusterId)
            .Configure<AzureStorageClusteringOptions>(UseTestTable)
            .Configure<AzureStorageGatewayOptions>(UseTestTable);
        ServiceBuilder builder = new(registered);
        _ = ((ISiloBuilder)builder).UseAzureClustering(_account.Options());
        _ = ((IClientBuilder)builder).UseAzureClustering(_account.Options());
        ServiceProvider services = registered.BuildServiceProvider();
        MembershipPorts ports = new(
            services.GetRequiredService<IMembershipTable>(), services.GetRequiredService<IGatewayListProvider>());
        return new(new PortSession<MembershipPorts>(ports, services.DisposeAsync));
    }

    private static TableEntity OldVersion(int version) => new(OldCluster, "VersionRow")
    {
        ["DeploymentId"] = OldCluster,
        ["MembershipVersion"] = $"{version}",
    };

    /// <summary>Creates a silo's row with the columns of the engine's own membership table.</summary>
    private static TableEntity OldRow(MembershipEntry silo) => new(
        OldCluster, $"{silo.SiloAddress.Endpoint.Address}-11111-{silo.SiloAddress.Generation}")
    {
        ["DeploymentId"] = OldCluster,
        ["Address"] = silo.SiloAddress.Endpoint.Address.ToString(),
        ["Port"] = "11111",
        ["Generation"] = $"{silo.SiloAddress.Generation}",
        ["HostName"] = silo.HostName,
        ["Status"] = silo.Status.ToString(),
        ["ProxyPort"] = $"{silo.ProxyPort}",
        ["RoleName"] = silo.RoleName,
        ["SiloName"] = silo.SiloName,
        ["InstanceName"] = silo.SiloName,
        ["UpdateZone"] = "0",
        ["FaultZone"] = "0",
        ["SuspectingSilos"] = Joined(silo, vote => vote.Item1.ToParsableString()),
        ["SuspectingTimes"] = Joined(silo, vote => LogFormatter.PrintDate(vote.Item2)),
        ["StartTime"] = LogFormatter.PrintDate(silo.StartTime),
        ["IAmAliveTime"] = LogFormatter.PrintDate(silo.IAmAliveTime),
    };

    private static string Joined(MembershipEntry silo, Func<Tuple<SiloAddress, DateTime>, string> text) =>
        string.Join('|', (silo.SuspectTimes ?? []).Select(text));

    private static IEnumerable<string> Columns(TableEntity row) =>
        row.Where(column => column.Value is string && column.Key != "odata.etag")
            .Select(column => $"{column.Key}={column.Value}").Order(StringComparer.Ordinal);

    private void UseTestTable(AzureStorageOperationOptions options) => options.TableName = _account.MembershipTable;

    private async Task<TableClient> CreateTableAsync()
    {
        TableClient table = new(AzureTestAccount.ConnectionString, _account.MembershipTable);
        _ = await table.CreateIfNotExistsAsync(Token);
        return table;
    }
}
