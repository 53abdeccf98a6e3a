using System.Text.Json;
using Personalization.Abstractions.Experiments;
using Personalization.ClusterTests.Experiments;

namespace Personalization.ClusterTests.Http;

/// <summary><c>/v1/experiments</c> over a socket.</summary>
public sealed class ExperimentEndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    [Fact]
    public async Task An_experiment_is_created_started_and_stopped()
    {
        HttpAnswer created = await engine.SendAsync("POST", "/v1/experiments", Trial.Json("life"));
        Assert.Equal((201, "draft", 2), (
            created.Status,
            created.Json.GetProperty("status").GetString(),
            created.Json.GetProperty("definition").GetProperty("arms").GetArrayLength()));
        Assert.Equal("conflict", (await engine.SendAsync("POST", "/v1/experiments", Trial.Json("life"))).Problem);
        Assert.Equal("conflict", (await engine.SendAsync("POST", "/v1/experiments/life/pause")).Problem);
        Assert.Equal(422, (await engine.SendAsync("POST", "/v1/experiments/life/ramp", """{"share":0.5}""")).Status);
        Assert.Equal(
            ["$.share"],
            (await engine.SendAsync("POST", "/v1/experiments/life/ramp")).Errors.Select(error => error.Split(' ')[0]));

        HttpAnswer started = await engine.SendAsync("POST", "/v1/experiments/life/start", """{"reason":"to learn"}""");
        Assert.Equal((200, "running"), (started.Status, started.Json.GetProperty("status").GetString()));
        Assert.Equal(
            "to learn", started.Json.GetProperty("changes")[1].GetProperty("note").GetProperty("reason").GetString());
        Assert.Equal("running", (await engine.SendAsync("GET", "/v1/experiments/life")).Json
            .GetProperty("definition")
            .GetProperty("status")
            .GetString());
        Assert.Contains(
            (await engine.SendAsync("GET", "/v1/experiments")).Json.GetProperty("experiments").EnumerateArray(),
            one => one.GetProperty("name").GetString() == "life");

        HttpAnswer results = await engine.SendAsync("GET", "/v1/experiments/life/results");
        Assert.Equal((200, 2, 3), (
            results.Status,
            results.Json.GetProperty("results").GetProperty("arms").GetArrayLength(),
            results.Json.GetProperty("results").GetProperty("metrics").GetArrayLength()));
        Assert.False(results.Json.GetProperty("isMismatch").GetBoolean());
        HttpAnswer picture = await engine.SendAsync("GET", "/v1/experiments/life/picture?metric=spent");
        Assert.Equal((200, "image/svg+xml"), (picture.Status, picture.Type));
        Assert.Contains("life: spent", picture.Text, StringComparison.Ordinal);

        Assert.Equal(
            "stopped",
            (await engine.SendAsync("POST", "/v1/experiments/life/stop")).Json.GetProperty("status").GetString());
        Assert.Equal("conflict", (await engine.SendAsync("POST", "/v1/experiments/life/start")).Problem);
    }

    [Theory]
    [InlineData("GET", "/v1/experiments/none")]
    [InlineData("POST", "/v1/experiments/none/start")]
    [InlineData("POST", "/v1/experiments/none/stop")]
    [InlineData("POST", "/v1/experiments/none/pause")]
    [InlineData("POST", "/v1/experiments/none/ramp")]
    [InlineData("GET", "/v1/experiments/none/results")]
    [InlineData("GET", "/v1/experiments/none/picture")]
    [InlineData("GET", "/v1/experiments/%2F%20")]
    public async Task An_unknown_experiment_is_not_found(string method, string path) =>
        Assert.Equal("notFound", (await engine.SendAsync(method, path)).Problem);

    [Fact]
    public async Task OpenAPI_has_schemas_of_the_definition_and_the_results()
    {
        string text = await engine.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        JsonElement description = JsonElement.Parse(text);
        JsonElement schemas = description.GetProperty("components").GetProperty("schemas");
        JsonElement create = description.GetProperty("paths").GetProperty("/v1/experiments").GetProperty("post");
        string body = create.GetProperty("requestBody").GetRawText();
        Assert.Contains("/ExperimentDefinition\"", body, StringComparison.Ordinal);

        Type[] named =
        [typeof(ExperimentDefinition), typeof(ExperimentResults), typeof(MetricResult), typeof(Interval)];
        foreach (Type type in named)
        {
            JsonElement fields = schemas.GetProperty(type.Name).GetProperty("properties");
            Assert.Equal(
                type.GetProperties().Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name)),
                fields.EnumerateObject().Select(field => field.Name));
        }

        JsonElement verdicts = schemas.GetProperty("Verdict").GetProperty("enum");
        Assert.Equal(["open", "better", "worse", "holds", "breached"], Words(verdicts));
        JsonElement low = schemas.GetProperty("Interval").GetProperty("properties").GetProperty("low");
        Assert.Equal(["null", "number"], Words(low.GetProperty("type")).Order(StringComparer.Ordinal));

        static IEnumerable<string?> Words(JsonElement list) => list.EnumerateArray().Select(word => word.GetString());
    }

    [Fact]
    public async Task Every_error_is_listed()
    {
        HttpAnswer answer = await engine.SendAsync(
            "POST",
            "/v1/experiments",
            """{"name":"w","alpha":2,"arms":[{"name":"a","weight":0,"patch":{}}],"metrics":[]}""");
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            ["$.alpha", "$.arms", "$.arms[0].weight", "$.metrics"],
            answer.Errors.Select(error => error.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(
            422, (await engine.SendAsync("POST", "/v1/experiments", """{"name":"w","colour":"red"}""")).Status);
        Assert.Equal(422, (await engine.SendAsync("POST", "/v1/experiments", """{"name":"w","arms":[null]}""")).Status);
        Assert.Equal(422, (await engine.SendAsync("POST", "/v1/experiments", """{"name":"\ud800"}""")).Status);
        Assert.Equal(400, (await engine.SendAsync("POST", "/v1/experiments", """{"name":""")).Status);
        Assert.Equal(415, (await engine.SendAsync("POST", "/v1/experiments", "{}", "text/plain")).Status);
        Assert.Equal(422, (await engine.SendAsync("POST", "/v1/experiments/x/start", """{"reason":7}""")).Status);
    }
}
