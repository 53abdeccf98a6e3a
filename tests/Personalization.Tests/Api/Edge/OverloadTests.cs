using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Stores;
using Personalization.Client.Api.Engine;
using Personalization.Testing;

namespace Personalization.Tests.Api.Edge;

/// <summary>The API while the store is away or the engine is slow (defects M13 and M14).</summary>
public sealed class OverloadTests
{
    private const string Event = """{"eventId":"e","userId":"u","type":"view","itemId":"i"}""";

    private static readonly string ManyUsers = EventsOf(users: 1_000);

    [Fact]
    public async Task M13_A_write_gets_503_with_retry_after_within_50_ms_while_the_store_is_away()
    {
        int calls = 0;
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = _ => throw Away(ref calls) }], ("WriteTimeoutMs", "60000"));
        TimeSpan fastest = TimeSpan.MaxValue;
        const int requests = 20;
        for (int i = 0; i < requests; i++)
        {
            long start = TimeProvider.System.GetTimestamp();
            EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", Event);
            TimeSpan took = TimeProvider.System.GetElapsedTime(start);
            fastest = took < fastest ? took : fastest;
            Assert.Equal(
                (503, "unavailable", TimeSpan.FromSeconds(1)), (answer.Status, answer.Problem(), answer.RetryAfter));
        }

        Assert.Equal(requests, calls);
        Assert.True(fastest < TimeSpan.FromMilliseconds(50), $"The fastest answer took {fastest}.");
    }

    [Fact]
    public async Task M13_A_batch_stops_at_the_first_user_that_finds_the_store_away()
    {
        int calls = 0;
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = _ => throw Away(ref calls) }], ("BatchConcurrency", "4"));
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", ManyUsers, "application/x-ndjson");

        Assert.Equal((503, "unavailable"), (answer.Status, answer.Problem()));
        Assert.InRange(calls, 1, 4);
    }

    [Fact]
    public async Task M13_Reads_find_places_while_writes_are_stuck()
    {
        TaskCompletionSource<ImmutableArray<EventAck>> stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting = 0;
        ScriptedUser user = new()
        {
            OnGet = () => default,
            OnRecord = events =>
            {
                _ = Interlocked.Increment(ref waiting);
                return new(stuck.Task);
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [user], ("MaxConcurrentRequests", "8"), ("WriteTimeoutMs", "60000"));
        Task<EdgeAnswer>[] writes =
        [.. Enumerable.Range(0, 8).Select(_ => server.SendAsync(HttpMethod.Post, "/v1/events", Event))];
        await Eventually.HoldsAsync(
            () => Volatile.Read(ref waiting) + writes.Count(write => write.IsCompleted) >= 8,
            () => Volatile.Read(ref waiting));

        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, "/v1/users/u")).Status);
        stuck.SetResult([new EventAck(EventStatus.Accepted, 1)]);
        EdgeAnswer[] answers = await Task.WhenAll(writes);
        Assert.Equal(4, answers.Count(answer => answer.Status == 202));
        Assert.All(
            answers.Where(answer => answer.Status != 202), answer => Assert.Equal("tooManyRequests", answer.Problem()));
    }

    /// <remarks>Together 3 x 300 events are below the bound of events that are written at the same time.</remarks>
    [Fact]
    public async Task M14_Parallel_calls_are_bounded_over_all_batches() =>
        Assert.Equal(13, await MostCallsAsync(EventsOf(users: 300), inParallel: 13));

    [Fact]
    public async Task M14_A_batch_waits_until_the_events_of_earlier_batches_are_written() =>
        Assert.Equal(8, await MostCallsAsync(ManyUsers, inParallel: 8));

    [Fact]
    public async Task Drill_A_list_comes_from_the_copy_at_once_while_threads_are_late()
    {
        int calls = 0;
        RecommendationList list = new()
        {
            RecommendationId = "r",
            Items = [],
            FallbackLevel = FallbackLevel.Fresh,
            RankedAt = TimeProvider.System.GetUtcNow(),
            ProfileVersion = 3,
        };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecommend = _ => Interlocked.Increment(ref calls) > 0 ? new(list) : default }]);
        const string path = "/v1/users/u/recommendations?deadlineMs=5000";
        _ = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(1, calls);

        server.Delay.Report(TimeSpan.FromHours(1));
        EdgeAnswer late = await server.SendAsync(HttpMethod.Get, path);

        Assert.Equal(1, calls);
        Assert.Equal(
            ("cached", "deadline"),
            (late.Json.GetProperty("fallbackLevel").GetString(), late.Json.GetProperty("fallbackReason").GetString()));
        while (server.Delay.Current > TimeSpan.FromMilliseconds(1))
        {
            server.Delay.Report(TimeSpan.Zero);
        }

        _ = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Drill_The_delay_of_the_process_is_measured_and_falls()
    {
        ThreadDelay delay = new();
        using ThreadDelayMonitor monitor = new(delay, TimeProvider.System);
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        delay.Report(TimeSpan.FromHours(1));
        await Eventually.HoldsAsync(() => delay.Current <= TimeSpan.FromMinutes(1), () => delay.Current);

        await monitor.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends three equal batches to users who write only after some calls run in parallel.</summary>
    /// <returns>The most calls that ran in parallel.</returns>
    private static async Task<int> MostCallsAsync(string batch, int inParallel)
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int inProgress = 0, most = 0;
        ScriptedUser user = new()
        {
            OnRecord = async events =>
            {
                int now = Interlocked.Increment(ref inProgress);
                _ = InterlockedMax(ref most, now);
                await go.Task;
                _ = Interlocked.Decrement(ref inProgress);
                return [.. events.Select(_ => new EventAck(EventStatus.Accepted, 1))];
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [user], ("MaxBatchCalls", "10"), ("BatchConcurrency", "8"), ("WriteTimeoutMs", "60000"));
        Task<EdgeAnswer>[] batches =
        [
            .. Enumerable.Range(0, 3).Select(
                _ => server.SendAsync(HttpMethod.Post, "/v1/events", batch, "application/x-ndjson")),
        ];
        await Eventually.HoldsAsync(
            () => Volatile.Read(ref inProgress) >= inParallel || batches.Any(one => one.IsCompleted),
            () => Volatile.Read(ref inProgress));
        go.SetResult();
        Assert.All(await Task.WhenAll(batches), answer => Assert.Equal(202, answer.Status));
        return most;
    }

    private static string EventsOf(int users) => string.Join('\n', Enumerable.Range(0, users).Select(
        i => $$"""{"eventId":"e{{i}}","userId":"u{{i}}","type":"view","itemId":"i"}"""));

    private static int InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            _ = Interlocked.CompareExchange(ref most, value, seen);
        }

        return most;
    }

    private static StoreUnavailableException Away(ref int calls)
    {
        _ = Interlocked.Increment(ref calls);
        return new StoreUnavailableException();
    }
}
