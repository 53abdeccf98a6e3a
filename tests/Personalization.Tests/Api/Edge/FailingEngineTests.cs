using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Tests.Api.Edge;

/// <summary>The API's responses while the engine fails.</summary>
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
    public async Task M2_an_absurd_recommendation_id_refuses_its_event_and_not_the_batch()
    {
        ScriptedUser user = new()
        {
            OnRecord = events => new([.. events.Select(_ => new EventAck(EventStatus.Accepted, 1))]),
        };
        await using EdgeServer server = await StartAsync(user);
        string forged = Event.Replace("\"e\"", "\"f\",\"recommendationId\":\"x-0~e677d21fdbff~1.0\"");
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", $"[{Event},{forged}]");

        Assert.Equal(202, answer.Status);
        Assert.Equal(
            (1, 1), (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("rejected").GetInt32()));
        JsonElement error = answer.Json.GetProperty("results")[1].GetProperty("errors")[0];
        Assert.Equal("$[1].recommendationId", error.GetProperty("path").GetString());
        Assert.Equal("validation", (await server.SendAsync(HttpMethod.Post, "/v1/events", forged)).Problem());
    }

    [Fact]
    public async Task A_late_list_is_served_from_the_copy()
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
    public async Task The_engine_gets_a_shorter_deadline_than_the_client()
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
    public async Task The_cached_list_is_served_without_the_engine_until_the_user_is_erased()
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
        EdgeAnswer cached = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations");
        Assert.Equal(
            (200, "cached", "unavailable"),
            (cached.Status, Text(cached, "fallbackLevel"), Text(cached, "fallbackReason")));
        Assert.Equal("own", cached.Json.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.NotEqual("r", Text(cached, "recommendationId"));
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
    public async Task A_deadline_or_a_client_disconnect_cancels_the_engines_work()
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

    /// <summary>Runs until its token is cancelled.</summary>
    private static async ValueTask<ServedList> WorkAsync(
        TaskCompletionSource asked, TaskCompletionSource stopped, CancellationToken stop)
    {
        await using CancellationTokenRegistration registration = stop.Register(stopped.SetResult);
        asked.SetResult();
        await stopped.Task;
        throw new OperationCanceledException(stop);
    }

    [Fact]
    public async Task The_breaker_opens_for_a_silent_engine_and_lists_are_served_at_once()
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
    public async Task Short_deadlines_of_one_client_do_not_open_the_breaker()
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
    public async Task Lists_are_served_from_the_copy_while_the_engine_is_unavailable(string path)
    {
        await using EdgeServer server = await StartAsync(new ScriptedUser());
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, path);

        Assert.Equal(
            (200, "popular", "unavailable"),
            (answer.Status, Text(answer, "fallbackLevel"), Text(answer, "fallbackReason")));
    }

    [Fact]
    public async Task Without_a_copy_lists_get_503_with_retry_after()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, "/v1/users/u/recommendations");

        Assert.Equal(
            (503, "unavailable", TimeSpan.FromSeconds(1)), (answer.Status, answer.Problem(), answer.RetryAfter));
    }

    [Fact]
    public async Task Candidates_are_ranked_without_the_engine_and_without_a_copy()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/users/u/rank", """{"candidates":["b","a"]}""");

        Assert.Equal((200, "static"), (answer.Status, Text(answer, "fallbackLevel")));
        Assert.Equal(
            ["b", "a"],
            answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task An_event_that_the_store_does_not_accept_gets_503()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = _ => throw new IOException("disk full at /secret") }]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", Event);

        Assert.Equal(
            (503, "unavailable", TimeSpan.FromSeconds(1)), (answer.Status, answer.Problem(), answer.RetryAfter));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_reports_an_unavailable_event_in_its_results()
    {
        ScriptedUser user =
            new() { OnRecord = events => events[0].UserId.Value == "u" ? throw new IOException() : new(Acks(events)) };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        string batch = $$"""[{{Event}},{"eventId":"f","userId":"v","type":"view","itemId":"i"},{"eventId":"g"}]""";
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", batch);

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
    public async Task A_fenced_write_is_retried()
    {
        int calls = 0;
        ScriptedUser user =
            new() { OnRecord = events => ++calls == 1 ? throw new ActivationFencedException() : new(Acks(events)) };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", Event);

        Assert.Equal((202, 2, 1), (answer.Status, calls, Count(answer, "accepted")));
    }

    [Fact]
    public async Task Events_of_one_user_are_sent_in_one_call_in_order()
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
        string batch = string.Join('\n', Enumerable.Range(0, 6).Select(
            i => $$"""{"eventId":"{{i}}","userId":"{{(i % 2 == 0 ? 'a' : 'b')}}","type":"view","itemId":"i"}"""));
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", batch, "application/x-ndjson");

        Assert.Equal(6, Count(answer, "accepted"));
        Assert.Equal(["a0 a2 a4", "b1 b3 b5"], calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unexpected_error_gets_500_without_a_stack_trace()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => throw new NotImplementedException("secret") }]);
        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, "/v1/users/u");

        Assert.Equal((500, "internal"), (answer.Status, answer.Problem()));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_a_silo_of_an_earlier_version_does_not_know_gets_503()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => throw new TypeLoadException("The method is not known.") }]);

        EdgeAnswer answer = await server.SendAsync(HttpMethod.Get, "/v1/users/ann");

        Assert.Equal(
            (503, "unavailable", TimeSpan.FromSeconds(1)), (answer.Status, answer.Problem(), answer.RetryAfter));
    }

    [Fact]
    public async Task Other_calls_get_503_while_the_engine_is_unavailable_and_the_process_stays_live()
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
