using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.ClusterTests.Grains;

namespace Personalization.ClusterTests.Http;

/// <summary>The list of users, similar users and the audience of an item, in a shop of two tastes.</summary>
public sealed class PeopleEndpointTests
{
    private const string Manager = "manager-0123456789";
    private const string Operator = "operator-0123456789";
    private const string Server = "server-0123456789";

    [Fact]
    public async Task Users_are_listed_and_matched_and_opted_out_or_forgotten_users_are_not()
    {
        await using HttpEngine engine = await StartAsync();
        HttpAnswer first = await engine.SendAsync("GET", "/v1/users?query=taste-1&count=4", key: Manager);
        Assert.Equal(11, first.Number("total"));
        string[] listed = Ids(first);
        Assert.Equal("taste-19 10", $"{listed[0]} {Users(first)[0].GetProperty("events")}");
        string cursor = first.Json.GetProperty("cursor").GetString()!;
        HttpAnswer second = await engine.SendAsync(
            "GET", $"/v1/users?query=taste-1&count=200&cursor={cursor}", key: Operator);
        Assert.Equal(7, Ids(second).Except(listed).Count());
        Assert.False(second.Json.TryGetProperty("cursor", out _));

        Assert.Equal("noModel", Reason(await engine.SendAsync("GET", "/v1/users/taste-1/similar", key: Manager)));
        await TrainAsync(engine);
        HttpAnswer similar = await engine.SendAsync("GET", "/v1/users/taste-2/similar?count=9", key: Manager);
        Assert.Equal(9, Ids(similar).Length);
        Assert.All(Ids(similar), id => Assert.Equal(0, TasteOf(id)));
        Assert.DoesNotContain("taste-2", Ids(similar));
        HttpAnswer audience = await engine.SendAsync("GET", "/v1/items/item-5/audience?count=5", key: Operator);
        Assert.All(Ids(audience), id => Assert.Equal(1, TasteOf(id)));
        Assert.Equal(1, TasteOf(Users(audience)[0].GetProperty("evidence")[0].GetString()!));

        (string away, string gone, string merged) = (Ids(audience)[0], Ids(audience)[1], Ids(audience)[2]);
        _ = await engine.SendAsync("PUT", $"/v1/users/{away}", """{"optOut":true}""", key: Manager);
        _ = await engine.SendAsync("DELETE", $"/v1/users/{gone}", key: Manager);
        _ = await engine.SendAsync("POST", $"/v1/users/target/merge", $$"""{"from":"{{merged}}"}""", key: Manager);
        HttpAnswer after = await engine.SendAsync("GET", "/v1/items/item-5/audience?count=1000", key: Operator);
        Assert.NotEmpty(Ids(after));
        Assert.Empty(Ids(after).Intersect([away, gone, merged]));
        Assert.Empty(Ids(await engine.SendAsync(
            "GET", "/v1/users/taste-1/similar?count=200", key: Manager)).Intersect([away, gone, merged]));
        Assert.Equal("optedOut", Reason(await engine.SendAsync("GET", $"/v1/users/{away}/similar", key: Manager)));
        Assert.Equal(404, (await engine.SendAsync("GET", $"/v1/users/{gone}/similar", key: Manager)).Status);
        Assert.DoesNotContain(gone, Ids(await engine.SendAsync("GET", "/v1/users?count=200", key: Manager)));
    }

    [Fact]
    public async Task Only_managers_and_operators_may_ask_and_wrong_requests_are_refused()
    {
        await using HttpEngine engine = await StartAsync();
        string[] paths = ["/v1/users", "/v1/users/taste-1/similar", "/v1/items/item-1/audience"];
        foreach (string path in paths)
        {
            Assert.Equal(403, (await engine.SendAsync("GET", path, key: Server)).Status);
            Assert.Equal(
                ["query.cout unknown", "query.count outOfRange"],
                (await engine.SendAsync("GET", $"{path}?count=0&cout=1", key: Manager)).Errors.Reverse());
        }

        Assert.Equal(
            ["query.cursor malformed"],
            (await engine.SendAsync("GET", "/v1/users?cursor=AAAA", key: Manager)).Errors);
        await TrainAsync(engine);
        Assert.Equal(404, (await engine.SendAsync("GET", "/v1/users/nobody/similar", key: Manager)).Status);
        Assert.Equal(404, (await engine.SendAsync("GET", "/v1/items/nothing/audience", key: Manager)).Status);
        _ = await engine.SendAsync("PUT", "/v1/items/shelf", """{"title":"Shelf"}""", key: Manager);
        Assert.Equal("unknownItem", Reason(await engine.SendAsync("GET", "/v1/items/shelf/audience", key: Manager)));
    }

    private static async Task<HttpEngine> StartAsync()
    {
        HttpEngine engine = new(
            $"--Personalization:Api:Keys:0:Key={Operator}",
            "--Personalization:Api:Keys:0:Role=operate",
            $"--Personalization:Api:Keys:1:Key={Manager}",
            "--Personalization:Api:Keys:1:Role=manage",
            $"--Personalization:Api:Keys:2:Key={Server}",
            "--Personalization:Api:Keys:2:Role=serve");
        await engine.InitializeAsync();
        foreach (ImmutableArray<UserEvent> history in TestEvents.TwoTastes(users: 20, items: 30, eventsEach: 10))
        {
            HttpAnswer stored = await engine.SendAsync(
                "POST",
                "/v1/events",
                JsonSerializer.Serialize(history.Select(done => new
                {
                    eventId = done.EventId,
                    userId = done.UserId.Value,
                    type = done.Type,
                    itemId = done.ItemId.Value,
                    occurredAt = done.OccurredAt,
                })),
                key: Operator);
            Assert.Equal(202, stored.Status);
        }

        return engine;
    }

    private static async Task TrainAsync(HttpEngine engine)
    {
        Assert.Equal(202, (await engine.SendAsync("POST", "/v1/models/train", key: Operator)).Status);
        HttpAnswer models = await Eventually.Async(
            () => engine.SendAsync("GET", "/v1/models", key: Operator),
            answer => !answer.Json.GetProperty("training").GetProperty("running").GetBoolean());
        if (!models.Json.TryGetProperty("live", out _))
        {
            string version = models.Json.GetProperty("training").GetProperty("version").GetString()!;
            Assert.Equal(
                200, (await engine.SendAsync("POST", $"/v1/models/{version}/promote", key: Operator)).Status);
        }

        _ = await Eventually.Async(
            () => engine.SendAsync("GET", "/v1/users/taste-1/similar", key: Manager),
            answer => answer.Json.TryGetProperty("modelVersion", out _));
    }

    private static JsonElement[] Users(HttpAnswer answer) => [.. answer.Json.GetProperty("users").EnumerateArray()];

    private static string[] Ids(HttpAnswer answer) =>
        [.. Users(answer).Select(user => user.GetProperty("id").GetString()!)];

    private static string? Reason(HttpAnswer answer) => answer.Json.GetProperty("reason").GetString();

    /// <summary>0 or 1: users and items with even and odd numbers.</summary>
    private static int TasteOf(string id) => (id[^1] - '0') % 2;
}
