using Personalization.Client.Api.Hosting;

namespace Personalization.ClusterTests.Http;

/// <summary>API keys, limits and settings of the whole product.</summary>
public sealed class DoorTests
{
    private const string Reader = "reader-0123456789";
    private const string Operator = "operator-0123456789";

    [Fact]
    public async Task Each_role_includes_the_roles_below_it()
    {
        await using HttpEngine engine = new(
            $"--Personalization:Api:Keys:0:Key={Reader}",
            "--Personalization:Api:Keys:0:Role=read",
            $"--Personalization:Api:Keys:1:Key={Operator}",
            "--Personalization:Api:Keys:1:Role=operate");
        await engine.InitializeAsync();

        Assert.Equal(401, (await engine.SendAsync("GET", "/v1/popular")).Status);
        Assert.Equal(200, (await engine.SendAsync("GET", "/v1/popular", key: Reader)).Status);
        Assert.Equal(403, (await engine.SendAsync("POST", "/v1/models/rollback", key: Reader)).Status);
        Assert.Equal(409, (await engine.SendAsync("POST", "/v1/models/rollback", key: Operator)).Status);
        Assert.Equal(401, (await engine.SendAsync("GET", "/dashboard/")).Status);
        Assert.Equal(200, (await engine.SendAsync("GET", "/dashboard/", key: Operator)).Status);
        Assert.Equal(200, (await engine.SendAsync("GET", "/health/live")).Status);
    }

    [Fact]
    public async Task Requests_over_the_limits_get_429_413_and_415()
    {
        await using HttpEngine engine = new(
            "--Personalization:Api:RequestsPerSecond=1",
            "--Personalization:Api:RequestBurst=6",
            "--Personalization:Api:MaxBodyBytes=1024");
        await engine.InitializeAsync();

        Assert.Equal("tooLarge", (await engine.SendAsync("POST", "/v1/events", new string(' ', 2000))).Problem);
        Assert.Equal(
            "unsupportedMediaType", (await engine.SendAsync("POST", "/v1/events", "{}", "text/html")).Problem);
        List<int> statuses = [];
        for (int i = 0; i < 8; i++)
        {
            statuses.Add((await engine.SendAsync("GET", "/v1/popular")).Status);
        }

        Assert.Contains(429, statuses);
        Assert.Contains(200, statuses);
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0")]
    [InlineData("--Personalization:Api:MaxBatch=many")]
    [InlineData("--Personalization:Profile=Nowhere")]
    public async Task The_server_does_not_start_with_invalid_settings(string setting) =>
        Assert.Equal(1, await Server.RunAsync([setting]));
}
