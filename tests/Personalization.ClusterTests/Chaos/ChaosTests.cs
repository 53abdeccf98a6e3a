using System.Globalization;
using Personalization.ClusterTests.EndToEnd;
using Personalization.ClusterTests.Grains;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Three silos and two APIs on PostgreSQL under load, while silos and APIs are killed, frozen and cut off and the
/// database restarts. Nothing acknowledged is lost, nothing is counted twice, every read is answered.
/// </summary>
[Collection(nameof(ChaosTests))]
[Trait("Category", "Chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>How long, minutes: <c>PERSONALIZATION_CHAOS_MINUTES</c>, 2 when not set.</summary>
    private static double Minutes => double.Parse(
        Environment.GetEnvironmentVariable("PERSONALIZATION_CHAOS_MINUTES") ?? "2", CultureInfo.InvariantCulture);

    /// <summary>The seed of everything random: <c>PERSONALIZATION_CHAOS_SEED</c>, 1 when not set.</summary>
    private static int Seed => int.Parse(
        Environment.GetEnvironmentVariable("PERSONALIZATION_CHAOS_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_counted_twice_whatever_breaks()
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
        Task crowding = crowd.RunAsync();
        ChaosMonkey monkey = new(cluster, store, Seed, output);
        try
        {
            await monkey.RunAsync(TimeSpan.FromMinutes(Minutes));
        }
        finally
        {
            crowd.Stop();
        }

        _ = await Eventually.Async(
            () => Task.FromResult((crowding.IsCompleted, crowd.Kept.Count)), state => state.IsCompleted);
        await crowding;
        output.WriteLine($"{crowd.Kept.Count} events acknowledged; {crowd.Counts}");
        output.WriteLine(string.Join(", ", monkey.Done.Select(done => $"{done.Key} {done.Value}")));
        await CheckAsync(cluster, crowd);
        Assert.Equal(0, crowd.Counts.Unanswered);
    }

    /// <summary>
    /// As it is, and again after every silo has restarted, which reads everything anew from the store.
    /// </summary>
    private static async Task CheckAsync(LocalCluster cluster, ChaosCrowd crowd)
    {
        await CheckLogsAsync(cluster, crowd);
        foreach (ClusterProcess silo in cluster.Silos)
        {
            await silo.RestartAsync(TestContext.Current.CancellationToken);
        }

        await CheckLogsAsync(cluster, crowd);
    }

    private static async Task CheckLogsAsync(LocalCluster cluster, ChaosCrowd crowd)
    {
        using WireClient client = new(cluster.Doors[0].Process);
        Dictionary<string, string[]> logs = await LogCheck.KeptAsync(client, crowd.Kept);
        LogCheck.Complete(logs, crowd.Kept.Select(ack => ack.Event).Distinct());
        using HttpClient http = new() { BaseAddress = cluster.Doors[0].Process.Address };
        foreach (string user in logs.Keys)
        {
            await ReplayCheck.SameAsync(http, user);
        }
    }
}
