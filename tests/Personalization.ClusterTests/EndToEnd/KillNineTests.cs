using System.Globalization;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// No acknowledged event is lost or counted twice after <c>kill -9</c> of the whole engine under load.
/// </summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    private const int Writers = 64;

    /// <summary>Gets the seeds: two by default, more by <c>PERSONALIZATION_KILL_RUNS</c>.</summary>
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
        output.WriteLine(
            $"killed with {crowd.Acknowledged.Count} events acknowledged and {crowd.Unanswered.Count} not");
        // every writer had a request in flight when the engine was killed
        Assert.InRange(crowd.Unanswered.Count, Writers, int.MaxValue);

        await using EngineProcess engine = await EngineProcess.StartAsync(
            launch, TestContext.Current.CancellationToken);
        using WireClient client = new(engine);
        Dictionary<string, string[]> survived = await LogCheck.StoredAsync(client, crowd.Acknowledged);

        Ack[] again = await ResendAsync(client, crowd);
        Dictionary<string, string[]> complete = await LogCheck.StoredAsync(client, [.. crowd.Acknowledged, .. again]);
        LogCheck.Complete(complete, [.. crowd.Acknowledged.Select(ack => ack.Event), .. crowd.Unanswered]);
        // the surviving entries have kept their positions
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

    /// <summary>Sends the unacknowledged events and some of the acknowledged ones, all at the same time.</summary>
    private static async Task<Ack[]> ResendAsync(WireClient client, WriterCrowd crowd)
    {
        Task<Ack[]>[] unanswered = [.. crowd.Unanswered.Chunk(5).Select(events => client.PostUntilStoredAsync(events))];
        Task<Ack[]>[] acknowledged = [.. crowd.Acknowledged.Select(ack => ack.Event)
            .Take(200)
            .Chunk(10)
            .Select(events => client.PostUntilStoredAsync(events))];
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
