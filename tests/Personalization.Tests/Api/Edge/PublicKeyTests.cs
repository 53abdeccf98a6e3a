using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Tests.Api.Edge;

/// <summary>Defect H3: no key was safe in a web page.</summary>
public sealed class PublicKeyTests
{
    private const string Public = "public-0123456789";
    private const string Serve = "serve-0123456789";
    private const string Shop = "https://shop.example";
    private const string Secret = "a-secret-of-at-least-32-characters";

    private static readonly (string, string)[] Keys =
    [
        ("Keys:0:Key", Public), ("Keys:0:Role", "public"), ("Keys:0:Origins:0", Shop),
        ("Keys:1:Key", Serve), ("Keys:1:Role", "serve"),
        ("Keys:2:Key", "ingest-0123456789"), ("Keys:2:Role", "ingest"),
        ("Keys:3:Key", "manage-0123456789"), ("Keys:3:Role", "manage"),
        ("Tokens:Keys:0:Id", "a"), ("Tokens:Keys:0:HmacKey", Secret),
    ];

    [Theory]
    [InlineData("GET", "/v1/users/ann/recommendations", 200)]
    [InlineData("GET", "/v1/users/bob/recommendations", 403)]
    [InlineData("GET", "/v1/users/%61nn/recommendations", 200)]
    [InlineData("GET", "/v1/users/ANN/recommendations", 403)]
    [InlineData("GET", "/v1/users/ann%20/recommendations", 403)]
    [InlineData("POST", "/v1/users/bob/rank", 403)]
    [InlineData("GET", "/v1/users/ann/stream", 503)]
    [InlineData("GET", "/v1/users/bob/stream", 403)]
    [InlineData("GET", "/v1/popular", 503)]
    [InlineData("GET", "/v1/items/i/similar", 503)]
    [InlineData("GET", "/v1/items/i", 403)]
    [InlineData("PUT", "/v1/items/i", 403)]
    [InlineData("GET", "/v1/users/ann", 403)]
    [InlineData("GET", "/v1/users/ann/export", 403)]
    [InlineData("DELETE", "/v1/users/ann", 403)]
    [InlineData("POST", "/v1/users/ann/merge", 403)]
    [InlineData("GET", "/v1/models", 403)]
    [InlineData("GET", "/v1/keys", 403)]
    [InlineData("POST", "/v1/tokens", 403)]
    [InlineData("POST", "/v1/tokens/rotate", 403)]
    public async Task H3_a_public_key_reaches_the_user_of_its_token_only(string method, string path, int status)
    {
        await using EdgeServer server = await StartAsync();
        EdgeAnswer answer = await SendAsync(server, method, path, Token("ann"));
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task H3_without_a_token_or_from_another_origin_nothing_of_a_user_is_reached()
    {
        await using EdgeServer server = await StartAsync();
        const string List = "/v1/users/ann/recommendations";
        Assert.Equal(401, (await SendAsync(server, "GET", List, null)).Status);
        Assert.Equal(401, (await SendAsync(server, "GET", List, "forged")).Status);
        Assert.Equal(401, (await SendAsync(server, "POST", "/v1/events", null, Event("ann"))).Status);
        Assert.Equal(403, (await SendAsync(server, "GET", List, Token("ann"), origin: "https://evil.example")).Status);
        Assert.Equal(403, (await SendAsync(server, "GET", List, Token("ann"), origin: null)).Status);
        Assert.Equal(
            200,
            await server.StatusAsync(
                List, ("X-Api-Key", Public), ("Sec-Fetch-Site", "same-origin"), ("Authorization", Bearer("ann"))));
    }

    [Fact]
    public async Task H3_each_event_of_another_user_is_refused_by_itself()
    {
        List<UserEvent> stored = [];
        await using EdgeServer server = await StartAsync(stored);
        EdgeAnswer answer = await SendAsync(
            server, "POST", "/v1/events", Token("ann"), $"[{Event("ann")},{Event("bob")},{{\"eventId\":\"x\"}}]");

        Assert.Equal(202, answer.Status);
        Assert.Equal(["accepted", "rejected", "rejected"], answer.Json.GetProperty("results").EnumerateArray()
            .Select(result => result.GetProperty("status").GetString()));
        JsonElement error = answer.Json.GetProperty("results")[1].GetProperty("errors")[0];
        Assert.Equal(
            ("$[1].userId", "forbidden"),
            (error.GetProperty("path").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal(["ann"], stored.Select(done => done.UserId.Value));
    }

    [Fact]
    public async Task A_page_may_send_events_as_text_and_without_ids()
    {
        List<UserEvent> stored = [];
        await using EdgeServer server = await StartAsync(stored);
        const string View = """{"userId":"ann","type":"view","itemId":"i"}""";
        EdgeAnswer answer = await SendAsync(
            server, "POST", "/v1/events", Token("ann"), $"[{View},{View}]", type: "text/plain");

        Assert.Equal(202, answer.Status);
        Assert.Equal(2, stored.Count);
        Assert.Equal(2, stored.Select(done => done.EventId).Distinct().Count());
        Assert.All(stored, done => Assert.Equal(22, done.EventId.Length));

        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/events")
        {
            Content = new StringContent(View, Encoding.UTF8, "text/plain"),
        };
        request.Headers.Add("X-Api-Key", "ingest-0123456789");
        using HttpResponseMessage refused = await server.Http.SendAsync(
            request, TestContext.Current.CancellationToken);
        Assert.Equal(415, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Only_pages_of_the_keys_origins_may_read_a_response()
    {
        await using EdgeServer server = await StartAsync();
        Assert.Equal(Shop, await AllowedAsync(server, HttpMethod.Options, Shop, null));
        Assert.Equal(Shop, await AllowedAsync(server, HttpMethod.Get, Shop, Public));
        Assert.Null(await AllowedAsync(server, HttpMethod.Options, "https://evil.example", null));
        Assert.Null(await AllowedAsync(server, HttpMethod.Get, "https://evil.example", Public));
        Assert.Null(await AllowedAsync(server, HttpMethod.Get, Shop, Serve));
    }

    [Fact]
    public async Task A_backend_gets_tokens_and_a_page_gets_anonymous_ones_if_allowed()
    {
        await using EdgeServer closed = await StartAsync();
        EdgeAnswer own = await closed.SendAsync(HttpMethod.Post, "/v1/tokens", """{"userId":"ann"}""", key: Serve);
        Assert.Equal(201, own.Status);
        Assert.Equal(
            200, (await SendAsync(closed, "GET", "/v1/users/ann/recommendations", Text(own, "token"))).Status);
        Assert.Equal(403, (await closed.SendAsync(HttpMethod.Post, "/v1/tokens", key: "ingest-0123456789")).Status);

        await using EdgeServer open = await StartAsync(
            null, ("Tokens:Anonymous", "true"), ("Tokens:AnonymousPerMinute", "2"));
        EdgeAnswer first = await SendAsync(open, "POST", "/v1/tokens", null);
        EdgeAnswer renewed = await SendAsync(open, "POST", "/v1/tokens", Text(first, "token"));
        Assert.StartsWith("anon-", Text(first, "userId"), StringComparison.Ordinal);
        Assert.Equal(Text(first, "userId"), Text(renewed, "userId"));
        Assert.Equal(403, (await SendAsync(open, "POST", "/v1/tokens", null, """{"userId":"ann"}""")).Status);
        EdgeAnswer third = await SendAsync(open, "POST", "/v1/tokens", null);
        Assert.Equal("tooManyRequests", third.Problem());
        Assert.True(third.RetryAfter >= TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("UserRequestsPerSecond")]
    [InlineData("AddressRequestsPerSecond")]
    public async Task Each_user_and_each_address_has_a_limit(string setting)
    {
        await using EdgeServer server = await StartAsync(null, (setting, "1"));
        List<int> statuses = [];
        while (statuses.LastOrDefault() != 429 && statuses.Count < 100)
        {
            statuses.Add((await SendAsync(server, "GET", "/v1/users/ann/recommendations", Token("ann"))).Status);
        }

        Assert.Equal([200, 200, 200, 200, 200], statuses.Take(5));
        Assert.Contains(429, statuses);
        int other = (await SendAsync(server, "GET", "/v1/users/bob/recommendations", Token("bob"))).Status;
        Assert.Equal(setting == "UserRequestsPerSecond" ? 200 : 429, other);
    }

    [Fact]
    public async Task L8_an_address_with_many_wrong_keys_is_slowed_and_others_keep_working()
    {
        await using EdgeServer server = await StartAsync();
        const string Path = "/v1/users/u/recommendations";
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, Path, key: Serve)).Status);
        EdgeAnswer last = await server.SendAsync(HttpMethod.Get, Path, key: "wrong-0123456789");
        Assert.Equal(401, last.Status);
        for (int i = 0; i < WrongKeys.Attempts + 2; i++)
        {
            last = await server.SendAsync(HttpMethod.Get, Path, key: $"wrong-{i:0000000000}");
        }

        Assert.Equal("tooManyRequests", last.Problem());
        Assert.True(last.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, Path, key: Serve)).Status);
        Assert.Equal(
            200, (await SendAsync(server, "GET", "/v1/users/ann/recommendations", Token("ann"))).Status);

        // A right key that this address has not used before could be a guess.
        Assert.Equal(429, (await server.SendAsync(HttpMethod.Get, "/v1/items/i", key: "manage-0123456789")).Status);
    }

    private static Task<EdgeServer> StartAsync(List<UserEvent>? stored = null, params (string, string)[] more)
    {
        RecommendationList list = new()
        {
            RecommendationId = "r",
            Items = [],
            FallbackLevel = FallbackLevel.Fresh,
            RankedAt = TimeProvider.System.GetUtcNow(),
        };
        ScriptedUser user = new()
        {
            OnRecommend = _ => new(list),
            OnRecord = events =>
            {
                stored?.AddRange(events);
                return new([.. events.Select(_ => new EventAck(EventStatus.Accepted, 1))]);
            },
        };
        return EdgeServer.StartAsync([user], [.. Keys, .. more]);
    }

    private static async Task<EdgeAnswer> SendAsync(
        EdgeServer server,
        string method,
        string path,
        string? token,
        string? body = null,
        string? origin = Shop,
        string type = "application/json")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.Add("X-Api-Key", Public);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (token is not null)
        {
            request.Headers.Add("Authorization", $"Bearer {token}");
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        using HttpResponseMessage response = await server.Http.SendAsync(
            request, TestContext.Current.CancellationToken);
        return new EdgeAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.RetryAfter?.Delta,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string?> AllowedAsync(EdgeServer server, HttpMethod method, string origin, string? key)
    {
        using HttpRequestMessage request = new(method, "/v1/popular");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using HttpResponseMessage response = await server.Http.SendAsync(
            request, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? allowed)
            ? allowed.Single()
            : null;
    }

    private static string Token(string user)
    {
        ApiOptions options = new()
        {
            Tokens = new TokenSettings { Keys = [new TokenKeySetting { Id = "a", HmacKey = Secret }] },
        };
        return new UserTokens(options, new TokenKeys(options), new FakeTimeProvider(TimeProvider.System.GetUtcNow()))
            .Issue(UserId.Create(user))!.Token;
    }

    private static string Bearer(string user) => $"Bearer {Token(user)}";

    private static string Event(string user) =>
        $$"""{"eventId":"e-{{user}}","userId":"{{user}}","type":"view","itemId":"i"}""";

    private static string Text(EdgeAnswer answer, string field) => answer.Json.GetProperty(field).GetString()!;
}
