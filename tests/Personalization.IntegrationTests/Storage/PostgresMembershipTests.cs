using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;
using Personalization.Storage.Postgres.Connections;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresMembershipTests(PostgresFixture fixture)
    : MembershipTableConformance, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    protected override async ValueTask<PortSession<MembershipPorts>> OpenAsync(string clusterId)
    {
        await (await PostgresTestStore.OpenAsync(_database!)).DisposeAsync();
        string connectionString = PostgresConnections.MembershipString(PostgresTestStore.Options(_database!));
        IOptions<ClusterOptions> cluster = Options.Create(new ClusterOptions { ClusterId = clusterId });
        AdoNetClusteringTable table = new(
            _services, cluster, Options.Create(
                new AdoNetClusteringSiloOptions { Invariant = "Npgsql", ConnectionString = connectionString }),
            NullLogger<AdoNetClusteringTable>.Instance);
        AdoNetGatewayListProvider gateways = new(
            NullLogger<AdoNetGatewayListProvider>.Instance, _services,
            Options.Create(new AdoNetClusteringClientOptions
            {
                Invariant = "Npgsql",
                ConnectionString = connectionString
            }), Options.Create(new GatewayOptions()), cluster);
        return new PortSession<MembershipPorts>(new MembershipPorts(table, gateways), () => default);
    }
}
