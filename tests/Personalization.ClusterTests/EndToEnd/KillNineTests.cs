using System.Globalization;
using Personalization.ClusterTests.Grains;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// Nothing acknowledged is lost and nothing is counted twice when the whole engine dies of <c>kill -9</c> under load.
/// </summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    private const int Writers = 64;

    /// <summary>Two in every run; <c>PERSONALIZATION_KILL_RUNS=20</c> makes it twenty.</summary>
    public static TheoryData<int> Seeds
    {
        get
        {
            string? runs = Environment.GetEnvironmentVariable("PERSONALIZATION_KILL_RUNS");
            return [.. Enumerable.Range(1, runs is null ? 2 : int.Parse(runs, CultureInfo.InvariantCulture))];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_acknowledged_event_survives_a_kill_and_none_is_stored_twice(int seed)
    {
        output.WriteLine($"seed {seed}");
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        WriterCrowd crowd = new(seed, Writers);
        await KillUnderLoadAsync(launch, crowd, new Random(seed).Next(200, 5_000));
        output.WriteLine($"killed with {crowd.Kept.Count} events acknowledged and {crowd.Unanswered.Count} not");
        // every writer had a request in flight when the engine was killed
        Assert.InRange(crowd.Unanswered.Count, Writers, int.MaxValue);

        await using EngineProcess engine = await EngineProcess.StartAsync(
            launch, TestContext.Current.CancellationToken);
        using WireClient client = new(engine);
        Dictionary<string, string[]> survived = await LogCheck.KeptAsync(client, crowd.Kept);

        Ack[] again = await ResendAsync(client, crowd);
        Dictionary<string, string[]> complete = await LogCheck.KeptAsync(client, [.. crowd.Kept, .. again]);
        LogCheck.Complete(complete, [.. crowd.Kept.Select(ack => ack.Event), .. crowd.Unanswered]);
        // what was there has not moved
        Assert.All(survived, user => Assert.Equal(user.Value, complete[user.Key][..user.Value.Length]));
        await ListsContainEverythingAsync(client, complete);
    }

    private static async Task KillUnderLoadAsync(EngineLaunch launch, WriterCrowd crowd, int acknowledged)
    {
        await using EngineProcess engine = await EngineProcess.StartAsync(
            launch, TestContext.Current.CancellationToken);
        Task writing = crowd.StartAsync(engine, acknowledged);
        await crowd.EnoughAsync(writing);
        // A frozen engine answers nothing, so every writer waits for an answer that the kill prevents.
        engine.Freeze();
        _ = await Eventually.Async(() => Task.FromResult(crowd.InFlight), requests => requests == Writers);
        engine.Kill();
        await engine.WaitForExitAsync(TestContext.Current.CancellationToken);
        await writing;
    }

    /// <summary>Sends what was not acknowledged, all clients at once, and some of what was.</summary>
    private static async Task<Ack[]> ResendAsync(WireClient client, WriterCrowd crowd)
    {
        Task<Ack[]>[] unanswered = [.. crowd.Unanswered.Chunk(5).Select(events => client.PostUntilKeptAsync(events))];
        Task<Ack[]>[] acknowledged = [.. crowd.Kept.Select(ack => ack.Event)
            .Take(200)
            .Chunk(10)
            .Select(events => client.PostUntilKeptAsync(events))];
        Assert.All(
            (await Task.WhenAll(acknowledged)).SelectMany(acks => acks), ack => Assert.Equal("duplicate", ack.Status));
        return [.. (await Task.WhenAll(unanswered)).SelectMany(acks => acks)];
    }

    private static async Task ListsContainEverythingAsync(WireClient client, Dictionary<string, string[]> logs)
    {
        _ = await client.TrainAsync();
        foreach ((string user, string[] log) in logs)
        {
            WireList list = await Eventually.Async(
                () => client.RecommendAsync(user, $"count=10&deadlineMs=20000&minVersion={log.Length}"),
                served => served.FallbackLevel == "fresh");
            Assert.Equal(log.Length, list.ProfileVersion);
        }
    }
}
