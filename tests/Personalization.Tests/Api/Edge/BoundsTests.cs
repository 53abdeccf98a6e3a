using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Api.Edge;

/// <summary>Bounds of the API: unknown users, fast users, bodies and nesting (defects M3, M4, L7 and L10).</summary>
public sealed class BoundsTests
{
    [Fact]
    public async Task M3_Lists_of_made_up_users_are_limited_and_known_users_are_served()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecommend = _ => new(Fresh(version: 0)) }], ("NewUsersPerMinute", "5"));
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await ReadAsync(server, $"made-up-{i}")).Status);
        }

        EdgeAnswer refused = await ReadAsync(server, "made-up-5");
        Assert.Equal(
            (429, "tooManyRequests", TimeSpan.FromSeconds(1)), (refused.Status, refused.Problem(), refused.RetryAfter));
        Assert.Equal(200, (await ReadAsync(server, "made-up-0")).Status);
    }

    [Fact]
    public async Task M3_Lists_of_users_with_events_are_not_limited()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecommend = _ => new(Fresh(version: 3)) }], ("NewUsersPerMinute", "2"));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await ReadAsync(server, $"known-{i}")).Status);
        }
    }

    [Fact]
    public async Task M4_A_user_far_beyond_any_persons_rate_gets_429_and_others_do_not()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = Accept }], ("UserEventsPerSecond", "1"), ("UserEventBurst", "5"));
        int refused = 0;
        for (int i = 0; i < 12; i++)
        {
            EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, "/v1/events", Event("fast", i));
            if (answer.Status == 429)
            {
                refused++;
                Assert.Equal(("tooManyRequests", TimeSpan.FromSeconds(1)), (answer.Problem(), answer.RetryAfter));
            }
        }

        Assert.InRange(refused, 1, 7);
        Assert.Equal(202, (await server.SendAsync(HttpMethod.Post, "/v1/events", Event("slow", 0))).Status);
    }

    [Fact]
    public async Task M4_A_throttled_user_does_not_stop_the_other_users_of_a_batch()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnRecord = Accept }], ("UserEventsPerSecond", "1"), ("UserEventBurst", "1"));
        _ = await server.SendAsync(HttpMethod.Post, "/v1/events", $"[{Event("fast", 0)},{Event("fast", 1)}]");
        EdgeAnswer answer = await server.SendAsync(
            HttpMethod.Post, "/v1/events", $"[{Event("fast", 2)},{Event("slow", 3)}]");

        JsonElement[] results = [.. answer.Json.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            ["unavailable", "accepted"], results.Select(result => result.GetProperty("status").GetString()));
        Assert.Equal("tooManyRequests", results[0].GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task L7_An_event_nested_too_deeply_is_an_error_of_that_event_alone()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser { OnRecord = Accept }]);
        string deep = $$"""{"eventId":"d","more":{{new string('[', 500)}}{{new string(']', 500)}}}""";
        EdgeAnswer answer = await server.SendAsync(
            HttpMethod.Post, "/v1/events", $"[{Event("a", 0)},{deep},{Event("b", 1)}]");

        Assert.Equal(202, answer.Status);
        JsonElement[] results = [.. answer.Json.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            ["accepted", "rejected", "accepted"], results.Select(result => result.GetProperty("status").GetString()));
        JsonElement error = Assert.Single(results[1].GetProperty("errors").EnumerateArray());
        Assert.Equal(
            ("$[1]", "malformed"), (error.GetProperty("path").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal(
            "malformed", (await server.SendAsync(HttpMethod.Post, "/v1/events", deep)).Problem());
        Assert.Equal(
            "malformed", (await server.SendAsync(HttpMethod.Post, "/v1/events", $"[{Event("a", 0)},{deep}")).Problem());
    }

    [Fact]
    public async Task L10_Bodies_of_all_requests_share_a_budget_and_return_it()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedUser user = new()
        {
            OnRecord = async events =>
            {
                _ = entered.TrySetResult();
                await go.Task;
                return await Accept(events);
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [user], ("MaxBodyBytes", "800000"), ("MaxBufferedBytes", "1048576"), ("WriteTimeoutMs", "60000"));
        string body = Event("u", 0) + new string(' ', 600_000);
        Task<EdgeAnswer> first = server.SendAsync(HttpMethod.Post, "/v1/events", body);
        await entered.Task;
        EdgeAnswer second = await server.SendAsync(HttpMethod.Post, "/v1/events", body);
        go.SetResult();

        Assert.Equal(
            (503, "unavailable", TimeSpan.FromSeconds(1)), (second.Status, second.Problem(), second.RetryAfter));
        Assert.Equal(202, (await first).Status);
        Assert.Equal(202, (await server.SendAsync(HttpMethod.Post, "/v1/events", body)).Status);
        EdgeAnswer lines = await server.SendAsync(
            HttpMethod.Post, "/v1/events", $"{Event("u", 0)}\n{new string(' ', 600_000)}\n", "application/x-ndjson");
        Assert.Equal(202, lines.Status);
    }

    private static Task<EdgeAnswer> ReadAsync(EdgeServer server, string user) =>
        server.SendAsync(HttpMethod.Get, $"/v1/users/{user}/recommendations?deadlineMs=20000");

    private static RecommendationList Fresh(long version) => new()
    {
        RecommendationId = "r",
        Items = [],
        FallbackLevel = FallbackLevel.Fresh,
        RankedAt = TimeProvider.System.GetUtcNow(),
        ProfileVersion = version,
    };

    private static string Event(string user, int number) =>
        $$"""{"eventId":"e{{number}}","userId":"{{user}}","type":"view","itemId":"i"}""";

    private static ValueTask<ImmutableArray<EventAck>> Accept(ImmutableArray<UserEvent> events) =>
        new([.. events.Select((_, i) => new EventAck(EventStatus.Accepted, i + 1))]);
}
