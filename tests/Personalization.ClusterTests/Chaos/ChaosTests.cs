using System.Globalization;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Three silos and two APIs on PostgreSQL under load, while silos and APIs are killed, frozen and cut off, and the
/// database restarts. No acknowledged event is lost or counted twice, no merge is half done, no erased event is found,
/// and every read is answered.
/// </summary>
[Collection(nameof(ChaosTests))]
[Trait("Category", "Chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>Gets the duration in minutes: <c>PERSONALIZATION_CHAOS_MINUTES</c>, 2 when not set.</summary>
    private static double Minutes => double.Parse(
        Environment.GetEnvironmentVariable("PERSONALIZATION_CHAOS_MINUTES") ?? "2", CultureInfo.InvariantCulture);

    /// <summary>Gets the random seed: <c>PERSONALIZATION_CHAOS_SEED</c>, 1 when not set.</summary>
    private static int Seed => int.Parse(
        Environment.GetEnvironmentVariable("PERSONALIZATION_CHAOS_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task No_event_is_lost_or_counted_twice_under_any_fault()
    {
        if ((SiloNetwork.Missing() ?? PostgresServer.Missing()) is { } missing)
        {
            Assert.Skip($"The chaos run cannot run: {missing}.");
        }

        output.WriteLine($"seed {Seed}, {Minutes} minutes");
        SiloNetwork.MakeBridge();
        using PostgresServer store = PostgresServer.Start(SiloNetwork.HostAddress);
        ClusterPlan plan = new(Silos: 3, Apis: 2) { Environment = store.Settings, OwnNetworks = true, Sample = true };
        await using LocalCluster cluster = await LocalCluster.StartAsync(plan, TestContext.Current.CancellationToken);
        await cluster.WaitForModelAsync(TestContext.Current.CancellationToken);
        ChaosCrowd crowd = new(cluster.Doors, Seed);
        ChaosPairs pairs = new(cluster.Doors, Seed);
        Task crowding = Task.WhenAll(crowd.RunAsync(), pairs.RunAsync());
        ChaosMonkey monkey = new(cluster, store, Seed, output);
        try
        {
            await monkey.RunAsync(TimeSpan.FromMinutes(Minutes));
        }
        finally
        {
            crowd.Stop();
            pairs.Stop();
        }

        _ = await Eventually.Async(
            () => Task.FromResult((crowding.IsCompleted, crowd.Acknowledged.Count)), state => state.IsCompleted);
        await crowding;
        output.WriteLine($"{crowd.Acknowledged.Count} events acknowledged; {crowd.Counts}");
        output.WriteLine($"{pairs.Counts.Merged} users merged, {pairs.Counts.Erased} of them erased");
        output.WriteLine(string.Join(", ", monkey.Done.Select(done => $"{done.Key} {done.Value}")));
        await CheckAsync(cluster, crowd, pairs);
        Assert.Equal(0, crowd.Counts.Unanswered);
    }

    /// <summary>
    /// Checks the logs twice: now, and after every silo has restarted and read its data from the store again.
    /// </summary>
    private static async Task CheckAsync(LocalCluster cluster, ChaosCrowd crowd, ChaosPairs pairs)
    {
        await CheckLogsAsync(cluster, crowd, pairs);
        foreach (ClusterProcess silo in cluster.Silos)
        {
            await silo.RestartAsync(TestContext.Current.CancellationToken);
        }

        await CheckLogsAsync(cluster, crowd, pairs);
    }

    private static async Task CheckLogsAsync(LocalCluster cluster, ChaosCrowd crowd, ChaosPairs pairs)
    {
        using WireClient client = new(cluster.Doors[0].Process);
        Dictionary<string, string[]> logs = await LogCheck.StoredAsync(client, crowd.Acknowledged);
        LogCheck.Complete(logs, crowd.Acknowledged.Select(ack => ack.Event).Distinct());
        using HttpClient http = ContractHandler.Client(cluster.Doors[0].Process.Address);
        foreach (string user in logs.Keys)
        {
            await ReplayCheck.AssertSameAsync(http, user);
        }

        await pairs.CheckAsync(http);
    }
}
