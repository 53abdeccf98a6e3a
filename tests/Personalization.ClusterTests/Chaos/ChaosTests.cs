using System.Globalization;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;
using Personalization.Testing.Upstream;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Three silos and two APIs on PostgreSQL under load and attack, while a feed changes the catalog. Silos and APIs are
/// killed, frozen and cut off, the database restarts, its disk is full, and the live model is damaged. No acknowledged
/// event is lost or counted twice, no merge is half done, no erased event is found, every read is answered, and the
/// attacker is slowed.
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

    private const int AttackerPerSecond = 50;
    private const int AttackerBurst = 2_000;

    [Fact]
    public async Task No_event_is_lost_or_counted_twice_under_any_fault()
    {
        if ((SiloNetwork.Missing() ?? PostgresServer.Missing() ?? SmallDisk.Missing()) is { } missing)
        {
            Assert.Skip($"The chaos run cannot run: {missing}.");
        }

        output.WriteLine($"seed {Seed}, {Minutes} minutes");
        SiloNetwork.MakeBridge();
        using ChaosStore store = ChaosStore.Start();
        await using UpstreamServer upstream = await ChaosShop.StartAsync();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            Plan(store, upstream), TestContext.Current.CancellationToken);
        await cluster.WaitForModelAsync(TestContext.Current.CancellationToken);
        ChaosCrowd crowd = new(cluster.Doors, Seed);
        ChaosPairs pairs = new(cluster.Doors, Seed);
        ChaosAttacker attacker = new(cluster.Doors, Seed);
        ChaosShop shop = new(upstream, Seed);
        long began = TimeProvider.System.GetTimestamp();
        Task crowding = Task.WhenAll(crowd.RunAsync(), pairs.RunAsync(), attacker.RunAsync(), shop.RunAsync());
        ChaosMonkey monkey = new(cluster, store, Seed, output);
        try
        {
            await monkey.RunAsync(TimeSpan.FromMinutes(Minutes));
        }
        finally
        {
            crowd.Stop();
            pairs.Stop();
            attacker.Stop();
            shop.Stop();
        }

        _ = await Eventually.Async(
            () => Task.FromResult((crowding.IsCompleted, crowd.Acknowledged.Count)), state => state.IsCompleted);
        await crowding;
        TimeSpan attacked = TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"{crowd.Acknowledged.Count} events acknowledged; {crowd.Counts}");
        output.WriteLine($"{pairs.Counts.Merged} users merged, {pairs.Counts.Erased} of them erased");
        output.WriteLine($"{shop.Changes} changes of products");
        output.WriteLine(string.Join(", ", monkey.Done.Select(done => $"{done.Key} {done.Value}")));
        await CheckAsync(cluster, crowd, pairs);
        using HttpClient http = ContractHandler.Client(cluster.Doors[0].Process.Address);
        await shop.CheckAsync(http);
        await CheckAttackerAsync(cluster, attacker, attacked);
        Assert.Equal(0, crowd.Counts.Unanswered);
    }

    private static ClusterPlan Plan(ChaosStore store, UpstreamServer upstream) => new(Silos: 3, Apis: 2)
    {
        Environment = store.Server.Settings
            .SetItem("Personalization__Feeds__shop__Url", $"{upstream.Url}catalog")
            .SetItem("Personalization__Feeds__shop__IntervalSeconds", "1")
            .SetItem("Personalization__Api__UserEventsPerSecond", $"{AttackerPerSecond}")
            .SetItem("Personalization__Api__UserEventBurst", $"{AttackerBurst}"),
        OwnNetworks = true,
        Sample = true,
    };

    /// <summary>
    /// Asserts that the engine stored no more of the attacker's events than the limit of each API process allows. A
    /// restarted API process starts with a full burst.
    /// </summary>
    private async Task CheckAttackerAsync(LocalCluster cluster, ChaosAttacker attacker, TimeSpan attacked)
    {
        using WireClient client = new(cluster.Doors[0].Process);
        string[] stored = await client.ExportAsync(ChaosAttacker.User);
        string answers = string.Join(", ", attacker.Answers.Select(answer => $"{answer.Value} times {answer.Key}"));
        output.WriteLine($"attacker: {attacker.Sent} events sent, {stored.Length} stored, answers {answers}");
        double limit = (cluster.Doors.Count * AttackerPerSecond * attacked.TotalSeconds)
            + (AttackerBurst * cluster.Doors.Sum(door => door.Starts));
        Assert.InRange(stored.Length, 1, limit);
        Assert.Subset(new HashSet<string> { "202", "429", "503", "none" }, attacker.Answers.Keys.ToHashSet());
        Assert.Equal(stored.Length, stored.Distinct().Count());
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
