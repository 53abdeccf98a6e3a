using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A graceful stop is fast and keeps all data.</summary>
public sealed class RestartTests
{
    private const int Writers = 16;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_stop_under_load_ends_with_code_0_in_time_and_keeps_events_and_model()
    {
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        WriterCrowd crowd = new(seed: 7, Writers);
        string model;
        await using (EngineProcess engine = await EngineProcess.StartAsync(
            launch, TestContext.Current.CancellationToken))
        {
            Task writing = crowd.StartAsync(engine, enough: 2_000);
            await crowd.EnoughAsync(writing);
            using WireClient client = new(engine);
            model = await client.TrainAsync();
            Assert.Equal(0, await engine.TerminateAsync(StopLimit));
            await writing;
        }

        await using EngineProcess restarted = await EngineProcess.StartAsync(
            launch, TestContext.Current.CancellationToken);
        using WireClient again = new(restarted);
        Dictionary<string, string[]> logs = await LogCheck.StoredAsync(again, crowd.Acknowledged);
        Assert.Equal(model, (await again.ModelsAsync()).GetProperty("live").GetString());
        foreach ((string user, string[] log) in logs)
        {
            WireList list = await Eventually.Async(
                () => again.RecommendAsync(user, $"count=10&deadlineMs=20000&minVersion={log.Length}"),
                served => served.FallbackLevel == "fresh");
            Assert.Equal(model, list.ModelVersion);
            Assert.Equal(log.Length, list.ProfileVersion);
        }
    }

    [Fact]
    public async Task A_second_stop_and_start_changes_nothing()
    {
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        EventStream stream = new(seed: 3, writer: 0);
        WireEvent[] events = [.. Enumerable.Range(0, 40).SelectMany(_ => stream.Next())];
        Dictionary<string, string[]>? before = null;
        Ack[] acknowledged = [];
        for (int start = 0; start < 3; start++)
        {
            await using EngineProcess engine = await EngineProcess.StartAsync(
                launch, TestContext.Current.CancellationToken);
            using WireClient client = new(engine);
            Ack[] acks = await client.PostUntilStoredAsync(events);
            Assert.All(acks, ack => Assert.Equal(before is null ? "accepted" : "duplicate", ack.Status));
            acknowledged = before is null ? acks : acknowledged;
            Dictionary<string, string[]> now = await LogCheck.StoredAsync(client, acknowledged);
            before ??= now;
            Assert.Equal(before, now);
            Assert.Equal(0, await engine.TerminateAsync(StopLimit));
        }
    }
}
