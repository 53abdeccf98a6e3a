using Personalization.Abstractions.Profiles;

namespace Personalization.Tests.Api.Edge;

/// <summary>Authentication, roles and request limits.</summary>
public sealed class DoorTests
{
    private const string Reader = "reader-0123456789";
    private const string Writer = "writer-0123456789";
    private const string Event = """{"eventId":"e","userId":"u","type":"view","itemId":"i"}""";

    private static readonly (string, string)[] Keys =
    [("Keys:0:Key", Reader), ("Keys:0:Role", "read"), ("Keys:1:Key", Writer), ("Keys:1:Role", "write")];

    [Theory]
    [InlineData("GET", "/v1/users/u", null, 401)]
    [InlineData("GET", "/v1/users/u", "reader-012345678", 401)]
    [InlineData("GET", "/v1/users/u", Reader, 404)]
    [InlineData("POST", "/v1/events", Reader, 403)]
    [InlineData("POST", "/v1/events", Writer, 503)]
    [InlineData("GET", "/v1/models", Writer, 403)]
    [InlineData("GET", "/v1/data-quality", Writer, 403)]
    [InlineData("GET", "/v1/watch", Writer, 403)]
    [InlineData("POST", "/v1/data-quality/windows/1/release", Writer, 403)]
    [InlineData("POST", "/v1/watch/windows/1/release", Writer, 403)]
    [InlineData("GET", "/dashboard", null, 401)]
    [InlineData("GET", "/dashboard/x.js", Writer, 403)]
    [InlineData("GET", "/health/live", null, 200)]
    [InlineData("GET", "/openapi/v1.json", null, 200)]
    public async Task Each_role_includes_the_roles_below_it(string method, string path, string? key, int status)
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser { OnGet = () => default }], Keys);
        EdgeAnswer answer = await server.SendAsync(
            new HttpMethod(method), path, method == "POST" ? Event : null, key: key);

        Assert.Equal(status, answer.Status);
        if (status != 200)
        {
            Assert.NotEmpty(answer.Problem());
        }
    }

    [Fact]
    public async Task The_dashboard_asks_a_browser_for_the_key()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([], Keys);
        using HttpResponseMessage response = await server.Http.GetAsync(
            "/dashboard", TestContext.Current.CancellationToken);

        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Requests_over_the_rate_limit_get_429_with_retry_after_except_probes()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => default }], ("RequestsPerSecond", "1"), ("RequestBurst", "2"));
        List<EdgeAnswer> answers = [];
        for (int i = 0; i < 4; i++)
        {
            answers.Add(await server.SendAsync(HttpMethod.Get, "/v1/users/u"));
        }

        EdgeAnswer refused = answers.First(answer => answer.Status == 429);
        Assert.Equal("tooManyRequests", refused.Problem());
        Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.Equal([404, 404], answers.Take(2).Select(answer => answer.Status));
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/health/live")).Status);
    }

    [Fact]
    public async Task Requests_over_the_concurrency_limit_get_429_until_one_ends()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<UserView?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedUser user = new()
        {
            OnGet = () =>
            {
                _ = entered.TrySetResult();
                return new ValueTask<UserView?>(answer.Task);
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [user], ("MaxConcurrentRequests", "1"), ("RequestsPerSecond", "0"));

        Task<EdgeAnswer> first = server.SendAsync(HttpMethod.Get, "/v1/users/u");
        await entered.Task;
        EdgeAnswer second = await server.SendAsync(HttpMethod.Get, "/v1/users/u");
        answer.SetResult(null);

        Assert.Equal("tooManyRequests", second.Problem());
        Assert.Equal(TimeSpan.FromSeconds(1), second.RetryAfter);
        Assert.Equal(404, (await first).Status);
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Get, "/v1/users/u")).Status);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", null, "notFound")]
    [InlineData("GET", "/nothing", null, "notFound")]
    [InlineData("PUT", "/v1/events", Event, "methodNotAllowed")]
    [InlineData("GET", "/v1/users/%FF/export", null, "malformed")]
    [InlineData("GET", "/v1/users/%09", null, "validation")]
    [InlineData("GET", "/v1/users/u?x=1", null, "validation")]
    [InlineData("POST", "/v1/events", "{", "malformed")]
    [InlineData("POST", "/v1/events", "{}", "validation")]
    [InlineData("POST", "/v1/users/u/merge", """{"from":3}""", "validation")]
    [InlineData("POST", "/v1/users/u/merge", "[{}]", "validation")]
    [InlineData(
        "PUT",
        "/v1/items/i",
        """{"price":-1,"validFrom":"2026-01-02T00:00:00Z","validUntil":"2026-01-01T00:00:00Z"}""",
        "validation")]
    public async Task Every_error_is_a_problem(string method, string path, string? body, string problem)
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser { OnGet = () => default }]);
        EdgeAnswer answer = await server.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(problem, answer.Problem());
    }

    [Fact]
    public async Task Another_media_type_gets_415_and_a_large_body_413()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([], ("MaxBodyBytes", "2048"));

        Assert.Equal(
            "unsupportedMediaType",
            (await server.SendAsync(HttpMethod.Post, "/v1/events", Event, "application/xml")).Problem());
        Assert.Equal(
            "tooLarge",
            (await server.SendAsync(HttpMethod.Post, "/v1/events", new string(' ', 3000) + Event)).Problem());
    }

    [Fact]
    public async Task The_explorer_loads_nothing_from_other_hosts()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([]);
        EdgeAnswer page = await server.SendAsync(HttpMethod.Get, "/scalar");

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("src=\"http", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cdn.", page.Text, StringComparison.Ordinal);
    }
}
