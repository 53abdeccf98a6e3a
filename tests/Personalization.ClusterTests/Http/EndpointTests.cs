using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>
/// Every endpoint over a socket, with the real engine and store. The tests share one engine and use different ids.
/// </summary>
public sealed class EndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    [Fact]
    public async Task An_acknowledged_event_is_in_the_profile()
    {
        HttpAnswer ack = await engine.SendAsync("POST", "/v1/events", Event("e1", "own"));
        HttpAnswer profile = await engine.SendAsync("GET", "/v1/users/own");
        HttpAnswer list = await engine.SendAsync("GET", "/v1/users/own/recommendations?minVersion=1&deadlineMs=5000");

        Assert.Equal((202, 1, "accepted"), (ack.Status, ack.Number("accepted"), ack.Statuses.Single()));
        Assert.Equal((200, 1, 1), (profile.Status, profile.Number("eventCount"), profile.Number("profileVersion")));
        Assert.Equal(200, list.Status);
    }

    [Fact]
    public async Task A_batch_has_a_result_for_each_event()
    {
        string batch = $$"""
            [{{Event("a", "batch")}},{{Event("a", "batch")}},
             {"eventId":5,"userId":"batch","type":"stare"},7,{{Event("b", "batch2")}}]
            """;
        HttpAnswer answer = await engine.SendAsync("POST", "/v1/events", batch);

        Assert.Equal(["accepted", "duplicate", "rejected", "rejected", "accepted"], answer.Statuses);
        Assert.Equal((2, 1, 2, 0), (
            answer.Number("accepted"),
            answer.Number("duplicates"),
            answer.Number("rejected"),
            answer.Number("unavailable")));
        Assert.Equal(
            ["$[2].eventId malformed", "$[2].itemId required", "$[2].type unknown"],
            answer.Json.GetProperty("results")[2]
                .GetProperty("errors")
                .EnumerateArray()
                .Select(e => $"{e.GetProperty("path")} {e.GetProperty("code")}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ndjson_is_read_line_by_line()
    {
        HttpAnswer answer = await engine.SendAsync(
            "POST", "/v1/events", $"{Event("1", "lines")}\n{{broken\n\n{Event("2", "lines")}", "application/x-ndjson");

        Assert.Equal(["accepted", "rejected", "accepted"], answer.Statuses);
        Assert.Equal(2, (await engine.SendAsync("GET", "/v1/users/lines")).Number("eventCount"));
    }

    [Fact]
    public async Task A_batch_of_1000_events_is_accepted_and_1001_are_not()
    {
        string Batch(int count) =>
            $"[{string.Join(',', Enumerable.Range(0, count).Select(i => Event($"{i}", $"thousand{i % 50}")))}]";

        Assert.Equal(1000, (await engine.SendAsync("POST", "/v1/events", Batch(1000))).Number("accepted"));
        Assert.Equal("tooLarge", (await engine.SendAsync("POST", "/v1/events", Batch(1001))).Problem);
        Assert.Equal(20, (await engine.SendAsync("GET", "/v1/users/thousand7")).Number("eventCount"));
    }

    [Fact]
    public async Task Compressed_bodies_are_accepted()
    {
        MemoryStream packed = new();
        await using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Event("1", "gzip")));
        }

        using ByteArrayContent content = new(packed.ToArray())
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } }
        };
        using HttpResponseMessage response = await engine.Http.PostAsync(
            "/v1/events", content, TestContext.Current.CancellationToken);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(1, (await engine.SendAsync("GET", "/v1/users/gzip")).Number("eventCount"));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("..", "%2E%2E")]
    [InlineData("a+b c", "a+b%20c")]
    [InlineData("é奈😀", "%C3%A9%E5%A5%88%F0%9F%98%80")]
    [InlineData("q?x=1#y", "q%3Fx%3D1%23y")]
    public async Task Ids_are_decoded_exactly_once(string id, string encoded)
    {
        Assert.Equal("accepted", (await engine.SendAsync("POST", "/v1/events", JsonSerializer.Serialize(
            new { eventId = "e", userId = id, type = "view", itemId = id }))).Statuses.Single());
        using JsonDocument profile = JsonDocument.Parse(
            await engine.Http.GetStringAsync(Raw($"/v1/users/{encoded}"), TestContext.Current.CancellationToken));
        Assert.Equal(id, profile.RootElement.GetProperty("recentEvents")[0].GetProperty("userId").GetString());
        Assert.Equal(1, profile.RootElement.GetProperty("eventCount").GetInt64());
    }

    [Fact]
    public async Task Items_are_put_patched_and_deleted()
    {
        const string path = "/v1/items/shoe%20%2F1";
        Assert.Equal(
            201,
            (await engine.SendAsync(
                "PUT",
                path,
                """
                {"title":"Shoe","categories":["shoes"],"price":10,
                 "attributes":{"brand":"acme","size":"41"}}
                """)).Status);
        Assert.Equal(
            200,
            (await engine.SendAsync(
                "PUT",
                path,
                """
                {"title":"Shoe","categories":["shoes"],"price":12.5,
                 "attributes":{"brand":"acme","size":"41"}}
                """)).Status);
        HttpAnswer patched = await engine.SendAsync(
            "PATCH", path, """{"available":false,"attributes":{"size":null}}""");
        Assert.Equal((200, "shoe /1", 12.5), (
            patched.Status, patched.Json.GetProperty("id").GetString(), patched.Json.GetProperty("price").GetDouble()));
        Assert.False(patched.Json.GetProperty("available").GetBoolean());
        Assert.False(patched.Json.GetProperty("attributes").TryGetProperty("size", out _));
        Assert.Equal(200, (await engine.SendAsync("GET", path)).Status);
        Assert.Equal(204, (await engine.SendAsync("DELETE", path)).Status);
        Assert.Equal("notFound", (await engine.SendAsync("DELETE", path)).Problem);
        Assert.Equal("notFound", (await engine.SendAsync("GET", path)).Problem);
        Assert.Equal("notFound", (await engine.SendAsync("PATCH", path, "{}")).Problem);
    }

    [Fact]
    public async Task Items_are_put_in_batches()
    {
        HttpAnswer answer = await engine.SendAsync(
            "POST",
            "/v1/items",
            """[{"id":"bulk-1","title":"One"},{"title":"no id"},{"id":"bulk-2","price":"cheap"},{"id":"bulk-3"}]""");

        Assert.Equal(["accepted", "rejected", "rejected", "accepted"], answer.Statuses);
        Assert.Equal("One", (await engine.SendAsync("GET", "/v1/items/bulk-1")).Json.GetProperty("title").GetString());
        Assert.Equal("notFound", (await engine.SendAsync("GET", "/v1/items/bulk-2")).Problem);
    }

    [Fact]
    public async Task An_unavailable_item_is_on_no_list()
    {
        _ = await engine.SendAsync(
            "POST", "/v1/items", """[{"id":"gone-1","categories":["gone"]},{"id":"gone-2","categories":["gone"]}]""");
        Assert.Equal(
            ["gone-1", "gone-2"],
            await ListAsync("/v1/users/gone/recommendations?filter=category:gone&deadlineMs=5000"));
        _ = await engine.SendAsync("PATCH", "/v1/items/gone-1", """{"available":false}""");

        Assert.Equal(
            ["gone-2"], await ListAsync("/v1/users/gone/recommendations?filter=category:gone&deadlineMs=5000"));
        Assert.Equal(["gone-2"], await ListAsync("/v1/popular?filter=category:gone"));
    }

    [Fact]
    public async Task Users_are_changed_merged_exported_and_erased()
    {
        _ = await engine.SendAsync("POST", "/v1/events", $"[{Event("1", "anon")},{Event("2", "anon")}]");
        Assert.Equal(1, (await engine.SendAsync(
            "PUT",
            "/v1/users/known",
            """{"categories":["shoes"],"attributes":{"country":"NL"}}""")).Number("profileVersion"));
        Assert.Equal(
            2, (await engine.SendAsync("POST", "/v1/users/known/merge", """{"from":"anon"}""")).Number("eventsMoved"));
        Assert.Equal(
            "conflict", (await engine.SendAsync("POST", "/v1/users/known/merge", """{"from":"known"}""")).Problem);
        HttpAnswer export = await engine.SendAsync("GET", "/v1/users/known/export");
        string[] lines = export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("application/x-ndjson", export.Type);
        Assert.All(
            lines, line => Assert.NotEmpty(JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!));
        Assert.Equal(2, lines.Count(line => line.Contains("\"kind\":\"event\"", StringComparison.Ordinal)));
        Assert.True((await engine.SendAsync("DELETE", "/v1/users/known")).Number("erased") >= 3);
        Assert.Equal("notFound", (await engine.SendAsync("GET", "/v1/users/known")).Problem);
        Assert.Equal("notFound", (await engine.SendAsync("GET", "/v1/users/nobody")).Problem);
        Assert.Equal("notFound", (await engine.SendAsync("GET", "/v1/users/nobody/export")).Problem);
    }

    [Fact]
    public async Task All_candidates_are_returned()
    {
        HttpAnswer answer = await engine.SendAsync(
            "POST", "/v1/users/ranker/rank", """{"candidates":["x","y","z"],"deadlineMs":5000}""");

        Assert.Equal(["x", "y", "z"], Items(answer).Order(StringComparer.Ordinal));
        Assert.Equal(["$.candidates required"], (await engine.SendAsync("POST", "/v1/users/ranker/rank", "{}")).Errors);
    }

    [Fact]
    public async Task Models_are_trained_promoted_and_rolled_back()
    {
        Assert.Equal("conflict", (await engine.SendAsync("POST", "/v1/models/rollback")).Problem);
        HttpAnswer unknown = await engine.SendAsync("POST", "/v1/models/none/promote");
        Assert.Equal(
            ("notFound", "Model version 'none' does not exist."),
            (unknown.Problem, unknown.Json.GetProperty("detail").GetString()));
        Assert.Equal(
            ["$.seed malformed"], (await engine.SendAsync("POST", "/v1/models/train", """{"seed":"x"}""")).Errors);
        HttpAnswer started = await engine.SendAsync("POST", "/v1/models/train", """{"seed":3}""");
        Assert.Equal((202, true), (started.Status, started.Json.GetProperty("running").GetBoolean()));
        HttpAnswer models = await Eventually.Async(
            () => engine.SendAsync("GET", "/v1/models"),
            answer => !answer.Json.GetProperty("training").GetProperty("running").GetBoolean());
        Assert.Contains(
            models.Json.GetProperty("training").GetProperty("step").GetString(), (string[])["done", "failed"]);
    }

    [Fact]
    public async Task Every_invalid_value_is_listed()
    {
        HttpAnswer list = await engine.SendAsync(
            "GET", "/v1/users/u/recommendations?count=0&deadlineMs=60001&cursor=%21&filter=x&colour=1");
        HttpAnswer one = await engine.SendAsync(
            "POST", "/v1/events", """{"userId":"","type":"x","occurredAt":"1980-01-01T00:00:00Z","value":-1}""");

        Assert.Equal([
            "query.colour unknown",
            "query.count outOfRange",
            "query.cursor malformed",
            "query.deadlineMs outOfRange",
            "query.filter invalid"
        ], list.Errors);
        Assert.Equal([
            "$.eventId required", "$.itemId required", "$.occurredAt outOfRange", "$.type unknown", "$.userId invalid",
            "$.value outOfRange"
        ], one.Errors);
        Assert.Equal((422, 422), (list.Status, one.Status));
    }

    [Fact]
    public async Task The_pages_are_served()
    {
        Assert.Equal(200, (await engine.SendAsync("GET", "/health/live")).Status);
        Assert.Contains((await engine.SendAsync("GET", "/health/ready")).Status, (int[])[200, 503]);
        Assert.Equal("text/html", (await engine.SendAsync("GET", "/scalar/")).Type);
        Assert.Equal("text/html", (await engine.SendAsync("GET", "/dashboard/")).Type);
        Assert.Equal("application/json", (await engine.SendAsync("GET", "/dashboard/DashboardCounters")).Type);
    }

    /// <summary>
    /// The dashboard's metrics reader would count every active user every second. This test detects when an update adds
    /// it again.
    /// </summary>
    [Fact]
    public async Task The_dashboard_shows_silos_and_calls_and_reads_no_metrics()
    {
        JsonElement dashboard = await Eventually.Async(
            async () =>
            {
                _ = await engine.SendAsync("GET", "/v1/users/watched/recommendations");
                return (await engine.SendAsync("GET", "/dashboard/DashboardCounters")).Json;
            },
            counters => counters.GetProperty("hosts").GetArrayLength() == 1
                && counters.GetProperty("simpleGrainStats").EnumerateArray().Any(IsCalledUser));
        string silo = Uri.EscapeDataString(dashboard.GetProperty("hosts")[0].GetProperty("siloAddress").GetString()!);

        Assert.Empty((await engine.SendAsync("GET", "/dashboard/SiloCounters/" + silo)).Json.EnumerateArray());
        Assert.Equal(200, (await engine.SendAsync("GET", "/dashboard/SiloProperties/" + silo)).Status);
    }

    [Fact]
    public async Task The_dashboard_can_be_disabled()
    {
        await using HttpEngine bare = new("--Personalization:Telemetry:Dashboard=false");
        await bare.InitializeAsync();
        Assert.Equal(404, (await bare.SendAsync("GET", "/dashboard/")).Status);
        Assert.Equal(202, (await bare.SendAsync("POST", "/v1/events", Event("bare-1", "bare"))).Status);
        Assert.Equal(200, (await bare.SendAsync("GET", "/v1/users/bare/recommendations")).Status);
    }

    private static bool IsCalledUser(JsonElement grain) =>
        grain.GetProperty("grainType").GetString()!.Contains("UserGrain", StringComparison.Ordinal)
        && grain.GetProperty("totalCalls").GetInt64() > 0;

    private static string Event(string id, string user) =>
        $$"""{"eventId":"{{id}}","userId":"{{user}}","type":"view","itemId":"item-{{id}}"}""";

    private static IEnumerable<string?> Items(HttpAnswer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());

    private async Task<IEnumerable<string?>> ListAsync(string path) =>
        Items(await engine.SendAsync("GET", path)).Order(StringComparer.Ordinal);

    /// <summary>A URI that is sent unchanged: the <see cref="Uri"/> class would resolve <c>%2E%2E</c>.</summary>
    private Uri Raw(string path) => new(
        $"{engine.Url.GetLeftPart(UriPartial.Authority)}{path}",
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
