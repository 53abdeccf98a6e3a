using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Postgres;
using Personalization.Testing;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Storage;

/// <summary>Silos and a client that find each other only through a database, which is empty at the start.</summary>
public sealed class PostgresClusterTests
{
    private const string Cluster = "postgres-test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_silos_and_a_client_find_each_other_through_an_empty_database()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        using IHost one = Silo(database);
        using IHost two = Silo(database);
        await Task.WhenAll(one.StartAsync(Token), two.StartAsync(Token));
        using IHost client = Client(database);
        await client.StartAsync(Token);
        IManagementGrain management = client.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        await WaitForHostsAsync(management, 2);
        Assert.Equal(2, await database.ReadAsync<long>("SELECT count(*) FROM membership_silo WHERE status = 3"));
        await one.Services.GetRequiredService<IEventLog>().ProbeAsync(Token);

        await two.StopAsync(Token);
        await WaitForHostsAsync(management, 1);
        Assert.Equal(1, await database.ReadAsync<long>("SELECT count(*) FROM membership_silo WHERE status = 6"));
        await client.StopAsync(Token);
        await one.StopAsync(Token);
    }

    private static Task<int> WaitForHostsAsync(IManagementGrain management, int count) =>
        Eventually.Async(async () => (await management.GetHosts(onlyActive: true)).Count, hosts => hosts == count);

    private static IHost Silo(TestDatabase database)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.Services.AddPostgresStorage(options => options.ConnectionString = database.ConnectionString);
        return builder.UseOrleans(silo => silo
            .UsePostgresClustering()
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Cluster))
            .ConfigureEndpoints(IPAddress.Loopback, LoopbackPort.Free(), LoopbackPort.Free())).Build();
    }

    private static IHost Client(TestDatabase database)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        _ = builder.Logging.ClearProviders();
        return builder.UseOrleansClient(client => client
            .UsePostgresClustering(database.ConnectionString)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Cluster))).Build();
    }
}
