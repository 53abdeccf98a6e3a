using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary><c>/v1/rollouts</c> over a socket, with trained model versions.</summary>
public sealed class RolloutEndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    [Fact]
    public async Task A_rollout_is_started_read_and_rolled_back()
    {
        string first = await TrainAsync(1);
        string second = await TrainAsync(2);
        HttpAnswer other = await engine.SendAsync("POST", "/v1/rollouts", $$"""{"version":"{{second}}"}""");
        Assert.Equal("conflict", other.Problem);
        HttpAnswer started = await engine.SendAsync("POST", "/v1/rollouts", $$"""{"version":"{{first}}"}""");
        Assert.Equal((202, "gate", second), (
            started.Status,
            started.Json.GetProperty("stage").GetString(),
            started.Json.GetProperty("base").GetString()));
        HttpAnswer repeated = await engine.SendAsync("POST", "/v1/rollouts", $$"""{"version":"{{first}}"}""");
        Assert.Equal("conflict", repeated.Problem);

        HttpAnswer shadow = await Eventually.Async(
            () => engine.SendAsync("GET", $"/v1/rollouts/{first}"),
            answer => answer.Json.GetProperty("stage").GetString() == "shadow");
        JsonElement gate = shadow.Json.GetProperty("gate");
        Assert.Equal(200, gate.GetProperty("latency").GetProperty("rankings").GetInt32());
        Assert.StartsWith("not available", gate.GetProperty("offPolicy").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, gate.GetProperty("problems").GetArrayLength());
        Assert.True((await engine.SendAsync("GET", "/v1/models")).Json
            .GetProperty("versions")
            .EnumerateArray()
            .Single(version => version.GetProperty("version").GetString() == first)
            .GetProperty("held")
            .GetBoolean());

        HttpAnswer back = await engine.SendAsync(
            "POST", $"/v1/rollouts/{first}/rollback", """{"reason":"Not today."}""");
        JsonElement last = back.Json.GetProperty("audit").EnumerateArray().Last();
        Assert.Equal(
            (200, "refused", 0.0),
            (back.Status, back.Json.GetProperty("stage").GetString(), back.Json.GetProperty("mostShare").GetDouble()));
        Assert.Equal(("operator", "refused", "Not today."), (
            last.GetProperty("who").GetString(),
            last.GetProperty("what").GetString(),
            last.GetProperty("why").GetString()));
        Assert.Equal("conflict", (await engine.SendAsync("POST", $"/v1/rollouts/{first}/stop")).Problem);
        Assert.Equal([first], (await engine.SendAsync("GET", "/v1/rollouts")).Json
            .GetProperty("rollouts")
            .EnumerateArray()
            .Select(one => one.GetProperty("version").GetString()));

        HttpAnswer again = await engine.SendAsync("POST", "/v1/rollouts", $$"""{"version":"{{first}}"}""");
        Assert.Equal(2, again.Json.GetProperty("attempt").GetInt32());
        Assert.Equal(
            "stopped",
            (await engine.SendAsync("POST", $"/v1/rollouts/{first}/stop")).Json.GetProperty("stage").GetString());
    }

    [Theory]
    [InlineData("GET", "/v1/rollouts/none")]
    [InlineData("POST", "/v1/rollouts/none/rollback")]
    [InlineData("POST", "/v1/rollouts/none/stop")]
    [InlineData("GET", "/v1/rollouts/%2F%20")]
    public async Task An_unknown_rollout_is_not_found(string method, string path) =>
        Assert.Equal("notFound", (await engine.SendAsync(method, path)).Problem);

    [Fact]
    public async Task Every_error_is_listed()
    {
        Assert.Equal(["$.version required"], (await engine.SendAsync("POST", "/v1/rollouts", "{}")).Errors);
        Assert.Equal(["$.reason malformed", "$.version malformed"], (await engine.SendAsync(
            "POST", "/v1/rollouts", """{"version":7,"reason":[]}""")).Errors.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["$.version invalid"], (await engine.SendAsync("POST", "/v1/rollouts", """{"version":"\u0000"}""")).Errors);
        string body = $$"""{"reason":"{{new string('a', 1025)}}"}""";
        Assert.Equal(["$.reason tooLong"], (await engine.SendAsync("POST", "/v1/rollouts/x/stop", body)).Errors);
        Assert.Equal("notFound", (await engine.SendAsync("POST", "/v1/rollouts", """{"version":"none"}""")).Problem);
        Assert.Equal(415, (await engine.SendAsync("POST", "/v1/rollouts", "{}", "text/plain")).Status);
        Assert.Equal(422, (await engine.SendAsync("GET", "/v1/rollouts?x=1")).Status);
    }

    private async Task<string> TrainAsync(int seed)
    {
        string body = $$"""{"eventId":"r-{{seed}}","userId":"u-{{seed}}","type":"view","itemId":"i-1"}""";
        _ = await engine.SendAsync("POST", "/v1/events", body);
        Assert.Equal(202, (await engine.SendAsync("POST", "/v1/models/train", $$"""{"seed":{{seed}}}""")).Status);
        HttpAnswer models = await Eventually.Async(
            () => engine.SendAsync("GET", "/v1/models"),
            answer => !answer.Json.GetProperty("training").GetProperty("running").GetBoolean());
        Assert.Equal("done", models.Json.GetProperty("training").GetProperty("step").GetString());
        return models.Json.GetProperty("live").GetString()!;
    }
}
