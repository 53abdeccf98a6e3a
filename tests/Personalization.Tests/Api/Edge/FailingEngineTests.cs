using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Tests.Api.Edge;

/// <summary>What clients get while the engine behind the border fails in each of its ways.</summary>
public sealed class FailingEngineTests
{
    private const string Event = """{"eventId":"e","userId":"u","type":"view","itemId":"i"}""";

    private static readonly RecommendedItem Item = new(ItemId.Create("i1"), 1, new Reason(ReasonKind.Popular, null));
    private static readonly RecommendationList Popular = new()
    {
        RecommendationId = "p",
        Items = [Item],
        FallbackLevel = FallbackLevel.Popular,
        RankedAt = DateTimeOffset.UnixEpoch
    };

    [Fact]
    public async Task A_list_that_does_not_come_in_time_comes_from_the_copy()
    {
        TaskCompletionSource<RecommendationList> never = new();
        await using EdgeServer server = await StartAsync(new ScriptedUser { OnRecommend = _ => new(never.Task) });
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations?deadlineMs=20");

        Assert.Equal(
            (200, "popular", "deadline"),
            (answer.Status, Text(answer, "fallbackLevel"), Text(answer, "fallbackReason")));
        Assert.Equal("i1", answer.Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_engine_is_given_less_than_the_client_gives()
    {
        TaskCompletionSource<RecommendationQuery> asked = new();
        await using EdgeServer server = await StartAsync(new ScriptedUser
        {
            OnRecommend = query =>
            {
                asked.SetResult(query);
                return new(Popular);
            },
        });
        _ = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations?deadlineMs=100");

        Assert.Equal(80, (await asked.Task).DeadlineMs);
    }

    [Fact]
    public async Task A_user_keeps_their_own_list_when_the_engine_is_away_and_a_forgotten_one_does_not()
    {
        bool away = false;
        RecommendationList own = new()
        {
            RecommendationId = "r",
            Items = [Item with { ItemId = ItemId.Create("own") }],
            FallbackLevel = FallbackLevel.Fresh,
            RankedAt = TimeProvider.System.GetUtcNow(),
            ProfileVersion = 3
        };
        ScriptedUser user =
            new() { OnRecommend = _ => away ? throw new TimeoutException() : new(own), OnForget = () => new(1) };
        await using EdgeServer server = await StartAsync(user);
        EdgeAnswer before = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations");
        Assert.Equal("fresh", Text(before, "fallbackLevel"));

        away = true;
        EdgeAnswer kept = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations");
        Assert.Equal(
            (200, "cached", "unavailable"), (kept.Status, Text(kept, "fallbackLevel"), Text(kept, "fallbackReason")));
        Assert.Equal("own", kept.Json.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.NotEqual("r", Text(kept, "recommendationId"));
        Assert.Equal(
            "popular",
            Text(await server.SendAsync(HttpMethod.Get, "/v1/users/other/recommendations"), "fallbackLevel"));
        Assert.Equal(
            "popular",
            Text(await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations?count=7"), "fallbackLevel"));

        _ = await server.SendAsync(HttpMethod.Delete, "/v1/users/u");
        Assert.Equal(
            "popular", Text(await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations"), "fallbackLevel"));
    }

    [Fact]
    public async Task A_deadline_and_a_client_that_has_gone_stop_the_work_in_the_engine()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EdgeServer server = await StartAsync(
            new ScriptedUser { OnServe = stop => WorkAsync(asked, stopped, stop) });
        _ = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations?deadlineMs=20");
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        (asked, stopped) = (
            new(TaskCreationOptions.RunContinuationsAsynchronously),
            new(TaskCreationOptions.RunContinuationsAsynchronously));
        await using EdgeServer patient = await StartAsync(
            new ScriptedUser { OnServe = stop => WorkAsync(asked, stopped, stop) });
        using CancellationTokenSource gone = new();
        Task<HttpResponseMessage> reading = patient.Http.GetAsync(
            new Uri("/v1/users/u/recommendations?deadlineMs=60000", UriKind.Relative), gone.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await gone.CancelAsync();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>Works until it is told to stop.</summary>
    private static async ValueTask<ServedList> WorkAsync(
        TaskCompletionSource asked, TaskCompletionSource stopped, CancellationToken stop)
    {
        await using CancellationTokenRegistration told = stop.Register(stopped.SetResult);
        asked.SetResult();
        await stopped.Task;
        throw new OperationCanceledException(stop);
    }

    [Fact]
    public async Task An_engine_that_answers_nothing_is_left_alone_and_lists_come_at_once()
    {
        int calls = 0;
        await using EdgeServer server = await StartAsync(new ScriptedUser
        {
            OnRecommend = _ => Interlocked.Increment(ref calls) > 0 ? throw new TimeoutException() : new(Popular)
        });
        for (int i = 0; i < 30; i++)
        {
            EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, $"/v1/users/u{i}/recommendations");
            Assert.Equal(
                (200, "popular", "unavailable"),
                (answer.Status, Text(answer, "fallbackLevel"), Text(answer, "fallbackReason")));
        }

        Assert.InRange(calls, 10, 29);
        Assert.Equal([RecommendationCalls.Breaker], server.OpenBreakers);
    }

    [Fact]
    public async Task Whoever_asks_for_lists_faster_than_usual_opens_no_breaker_for_others()
    {
        TaskCompletionSource<RecommendationList> never = new();
        await using EdgeServer server = await StartAsync(new ScriptedUser { OnRecommend = _ => new(never.Task) });
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal("deadline", Text(
                await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations?deadlineMs=1"), "fallbackReason"));
        }

        Assert.Empty(server.OpenBreakers);
    }

    [Theory]
    [InlineData("/v1/users/u/recommendations")]
    [InlineData("/v1/items/i/similar")]
    [InlineData("/v1/popular")]
    public async Task Lists_of_an_engine_that_is_away_come_from_the_copy(string path)
    {
        await using EdgeServer server = await StartAsync(new ScriptedUser());
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, path);

        Assert.Equal(
            (200, "popular", "unavailable"),
            (answer.Status, Text(answer, "fallbackLevel"), Text(answer, "fallbackReason")));
    }

    [Fact]
    public async Task Without_a_copy_it_is_503_with_a_time_to_come_back()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations");

        Assert.Equal(
            (503, "unavailable", TimeSpan.FromSeconds(1)), (answer.Status, answer.Problem(), answer.RetryAfter));
    }

    [Fact]
    public async Task Candidates_come_back_even_then()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/users/u/rank", """{"candidates":["b","a"]}""");

        Assert.Equal((200, "static"), (answer.Status, Text(answer, "fallbackLevel")));
        Assert.Equal(
            ["b", "a"],
            answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task An_event_the_store_does_not_take_is_503()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = _ => throw new IOException("disk full at /secret") }]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", Event);

        Assert.Equal(
            (503, "unavailable", TimeSpan.FromSeconds(1)), (answer.Status, answer.Problem(), answer.RetryAfter));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_batch_it_is_one_of_the_results()
    {
        ScriptedUser user =
            new() { OnRecord = events => events[0].UserId.Value == "u" ? throw new IOException() : new(Acks(events)) };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", $$"""[{{Event}},{"eventId":"f","userId":"v","type":"view","itemId":"i"},{"eventId":"g"}]""");

        Assert.Equal(202, answer.Status);
        Assert.Equal(["unavailable", "accepted", "rejected"], answer.Json.GetProperty("results")
            .EnumerateArray()
            .Select(result => result.GetProperty("status").GetString()));
        Assert.Equal((1, 0, 1, 1), (
            Count(answer, "accepted"),
            Count(answer, "duplicates"),
            Count(answer, "rejected"),
            Count(answer, "unavailable")));
    }

    [Fact]
    public async Task A_fenced_write_is_tried_once_more()
    {
        int calls = 0;
        ScriptedUser user =
            new() { OnRecord = events => ++calls == 1 ? throw new ActivationFencedException() : new(Acks(events)) };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", Event);

        Assert.Equal((202, 2, 1), (answer.Status, calls, Count(answer, "accepted")));
    }

    [Fact]
    public async Task A_users_events_go_in_one_call_in_their_order()
    {
        List<string> calls = [];
        ScriptedUser user = new()
        {
            OnRecord = events =>
            {
                lock (calls)
                {
                    calls.Add(string.Join(' ', events.Select(e => e.UserId + e.EventId)));
                }

                return new(Acks(events));
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        string batch = string.Join('\n', Enumerable.Range(0, 6).Select(i => $$"""{"eventId":"{{i}}","userId":"{{(i % 2 == 0 ? 'a' : 'b')}}","type":"view","itemId":"i"}"""));
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", batch, "application/x-ndjson");

        Assert.Equal(6, Count(answer, "accepted"));
        Assert.Equal(["a0 a2 a4", "b1 b3 b5"], calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bug_is_500_without_its_trace()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => throw new NotImplementedException("secret") }]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, "/v1/users/u");

        Assert.Equal((500, "internal"), (answer.Status, answer.Problem()));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_calls_to_an_engine_that_is_away_are_503_and_the_process_stays_live()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);

        Assert.Equal("unavailable", (await server.SendAsync(HttpMethod.Get, "/v1/models")).Problem());
        Assert.Equal("unavailable", (await server.SendAsync(HttpMethod.Delete, "/v1/users/u")).Problem());
        Assert.Equal(
            "conflict", (await server.SendAsync(HttpMethod.Post, "/v1/users/u/merge", """{"from":"u"}""")).Problem());
        Assert.Equal(503, (await server.SendAsync(HttpMethod.Get, "/health/ready")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/health/live")).Status);
    }

    private static async Task<EdgeServer> StartAsync(ScriptedUser user)
    {
        EdgeServer server = await EdgeServer.StartAsync([user]);
        server.Fallback.Last = new FallbackList(Popular, [new FallbackItem(Item, null)]);
        return server;
    }

    private static ImmutableArray<EventAck> Acks(ImmutableArray<UserEvent> events) =>
    [.. events.Select((_, i) => new EventAck(EventStatus.Accepted, i + 1))];

    private static string? Text(EdgeAnswer answer, string name) => answer.Json.GetProperty(name).GetString();

    private static int Count(EdgeAnswer answer, string name) => answer.Json.GetProperty(name).GetInt32();
}
