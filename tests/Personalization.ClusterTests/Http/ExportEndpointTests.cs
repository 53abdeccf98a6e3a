using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>Exports over a socket, with the real engine.</summary>
public sealed class ExportEndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exported_items_and_events_give_an_empty_engine_the_same_lists()
    {
        await using HttpEngine first = new();
        await using HttpEngine second = new();
        await first.InitializeAsync();
        await second.InitializeAsync();
        await FillAsync(first);

        string items = (await first.SendAsync("GET", "/v1/exports/items")).Text;
        string events = (await first.SendAsync("GET", "/v1/exports/events")).Text;
        await ImportAsync(second, "/v1/items", items);
        await ImportAsync(second, "/v1/events", events);

        Assert.Equal(items, (await second.SendAsync("GET", "/v1/exports/items")).Text);
        Assert.Equal(Sorted(events), Sorted((await second.SendAsync("GET", "/v1/exports/events")).Text));
        await TrainAsync(first);
        await TrainAsync(second);
        string[] lists = await ListsAsync(first);
        Assert.Equal(lists, await ListsAsync(second));
        Assert.Equal(40, lists.Length);
        Assert.True(lists.Distinct().Count() > 1, "All users have the same list.");
    }

    [Fact]
    public async Task Events_of_an_erased_user_are_absent_and_merged_events_come_once()
    {
        await PostAsync(engine, "gone", "gone-1", "p-1");
        await PostAsync(engine, "visitor", "visitor-1", "p-1");
        await PostAsync(engine, "kept", "kept-1", "p-2");
        _ = await engine.SendAsync("POST", "/v1/users/kept/merge", """{"from":"visitor"}""");
        await PostAsync(engine, "visitor", "visitor-2", "p-3");
        _ = await engine.SendAsync("DELETE", "/v1/users/gone");

        string[] lines = Lines((await engine.SendAsync("GET", "/v1/exports/events?cursors=true")).Text);
        string[] known = [.. lines.Select(Id).Where(id => id is "gone-1" or "visitor-1" or "kept-1" or "visitor-2")];
        Assert.Equal(["visitor-1", "kept-1", "visitor-2"], known);

        string cursor = Text(lines.Single(line => Id(line) == "kept-1"), "cursor");
        HttpAnswer rest = await engine.SendAsync("GET", $"/v1/exports/events?cursor={cursor}");
        Assert.Equal(["visitor-2"], Lines(rest.Text).Select(Id).Where(id => known.Contains(id)));
        HttpAnswer none = await engine.SendAsync("GET", "/v1/exports/events?since=2999-01-01T00:00:00Z");
        Assert.Equal((200, string.Empty), (none.Status, none.Text));
    }

    [Fact]
    public async Task Csv_has_a_header_and_quotes_texts()
    {
        _ = await engine.SendAsync("PUT", "/v1/items/csv-1", """
            {"title":"Tent, \"2 persons\"","categories":["csv/a","csv/b"],"price":9.50,"attributes":{"tags":["x"]}}
            """);

        HttpAnswer answer = await engine.SendAsync("GET", "/v1/exports/items?format=csv&category=csv");

        Assert.Equal("text/csv", answer.Type);
        Assert.Equal(
            "id,title,categories,attributes,price,available,validFrom,validUntil,publishedAt\r\n"
                + "csv-1,\"Tent, \"\"2 persons\"\"\",csv/a|csv/b,\"{\"\"tags\"\":[\"\"x\"\"]}\",9.50,true,,,\r\n",
            answer.Text);
    }

    [Fact]
    public async Task The_body_is_compressed_if_the_client_accepts_gzip()
    {
        _ = await engine.SendAsync("PUT", "/v1/items/zip-1", """{"title":"A","categories":["zip"]}""");
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(engine.Url, "/v1/exports/items?category=zip"));
        request.Headers.Add("Accept-Encoding", "br;q=1, gzip;q=0.5");
        using HttpClient plain = new();
        using HttpResponseMessage response = await plain.SendAsync(request, Stop);

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using GZipStream body = new(await response.Content.ReadAsStreamAsync(Stop), CompressionMode.Decompress);
        using StreamReader reader = new(body);
        Assert.Equal(
            """{"id":"zip-1","title":"A","categories":["zip"],"attributes":{},"available":true}""" + "\n",
            await reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task Each_user_has_a_line_with_the_fields_of_the_items()
    {
        _ = await engine.SendAsync("PUT", "/v1/items/mail-1", """{"title":"A","categories":["mail"],"price":3}""");
        const string Body =
            """{"userIds":["m-2","m-1","m-2"],"count":2,"fields":["title","price"],"filter":"category in 'mail'"}""";

        HttpAnswer json = await engine.SendAsync("POST", "/v1/exports/recommendations", Body);
        HttpAnswer csv = await engine.SendAsync("POST", "/v1/exports/recommendations?format=csv", Body);

        string[] lines = Lines(json.Text);
        Assert.Equal(["m-2", "m-1"], lines.Select(line => Text(line, "userId")));
        Assert.All(lines, line => Assert.Contains("""item":{"title":"A","price":3}""", line, StringComparison.Ordinal));
        string[] rows = csv.Text.Split("\r\n");
        Assert.Equal(
            "userId,recommendationId,fallbackLevel,fallbackReason,item1,item1.title,item1.price,item2,item2.title,"
                + "item2.price",
            rows[0]);
        Assert.StartsWith("m-2,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",mail-1,A,3,,,", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ids_all_users_with_events_get_a_line()
    {
        await using HttpEngine shop = new();
        await shop.InitializeAsync();
        await PostAsync(shop, "zoe", "z-1", "p-1");
        await PostAsync(shop, "ann", "a-1", "p-1");
        await PostAsync(shop, "zoe", "z-2", "p-2");
        await PostAsync(shop, "gone", "g-1", "p-2");
        _ = await shop.SendAsync("DELETE", "/v1/users/gone");

        HttpAnswer users = await shop.SendAsync("GET", "/v1/exports/users");
        HttpAnswer csv = await shop.SendAsync("GET", "/v1/exports/users?format=csv");
        HttpAnswer lists = await shop.SendAsync("POST", "/v1/exports/recommendations", "{}");

        Assert.Equal(["zoe", "ann"], Lines(users.Text).Select(line => Text(line, "id")));
        Assert.Equal("id\r\nzoe\r\nann\r\n", csv.Text);
        Assert.Equal(["zoe", "ann"], Lines(lists.Text).Select(line => Text(line, "userId")));
    }

    [Fact]
    public async Task Every_error_is_listed()
    {
        HttpAnswer query = await engine.SendAsync("GET", "/v1/exports/events?format=xml&cursor=-1&since=now&x=1");
        HttpAnswer body = await engine.SendAsync(
            "POST", "/v1/exports/recommendations", """{"userIds":["a",""],"count":201,"fields":["titel"],"to":"x"}""");

        Assert.Equal(
            ["query.cursor malformed", "query.format invalid", "query.since invalid", "query.x unknown"], query.Errors);
        Assert.Equal(
            ["$.count outOfRange", "$.fields invalid", "$.to unknown", "$.userIds[1] invalid"], body.Errors);
    }

    private static async Task FillAsync(HttpEngine target)
    {
        StringBuilder items = new();
        for (int i = 0; i < 30; i++)
        {
            items.Append(
                $$"""{"id":"p-{{i}}","title":"Item {{i}}","categories":["c{{i % 3}}"],"price":{{i}}.5}""")
                .Append('\n');
        }

        await ImportAsync(target, "/v1/items", items.ToString());
        StringBuilder events = new();
        for (int i = 0; i < 900; i++)
        {
            int user = i % 40;
            int item = ((user % 3) + (3 * (i * 7 / 11))) % 30;
            string at = $"2026-10-{1 + (i / 40):00}T08:{user:00}:00Z";
            string type = i % 9 == 0 ? "purchase" : "view";
            events
                .Append($$"""{"eventId":"e-{{i}}","userId":"u-{{user}}","type":"{{type}}",""")
                .Append($$""" "itemId":"p-{{item}}","occurredAt":"{{at}}"}""")
                .Append('\n');
        }

        await ImportAsync(target, "/v1/events", events.ToString());
    }

    private static async Task ImportAsync(HttpEngine target, string path, string lines)
    {
        HttpAnswer answer = await target.SendAsync("POST", path, lines, "application/x-ndjson");
        Assert.Equal(202, answer.Status);
        Assert.Equal(Lines(lines).Length, answer.Number("accepted"));
    }

    private static async Task PostAsync(HttpEngine target, string user, string id, string item) => Assert.Equal(
        202,
        (await target.SendAsync(
            "POST",
            "/v1/events",
            $$"""{"eventId":"{{id}}","userId":"{{user}}","type":"view","itemId":"{{item}}"}""")).Status);

    private static async Task TrainAsync(HttpEngine target)
    {
        Assert.Equal(202, (await target.SendAsync("POST", "/v1/models/train", """{"seed":1}""")).Status);
        HttpAnswer models = await Eventually.Async(
            () => target.SendAsync("GET", "/v1/models"),
            answer => !answer.Json.GetProperty("training").GetProperty("running").GetBoolean());
        string version = models.Json.GetProperty("training").GetProperty("version").GetString()!;
        if (!models.Json.TryGetProperty("live", out JsonElement live) || live.GetString() != version)
        {
            Assert.Equal(200, (await target.SendAsync("POST", $"/v1/models/{version}/promote")).Status);
        }
    }

    private static async Task<string[]> ListsAsync(HttpEngine target)
    {
        string users = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"u-{i}\""));
        HttpAnswer answer = await target.SendAsync(
            "POST", "/v1/exports/recommendations", $$"""{"userIds":[{{users}}],"count":5}""");
        string[] lines = Lines(answer.Text);
        Assert.All(lines, line => Assert.Equal("fresh", Text(line, "fallbackLevel")));
        return [.. lines.Select(line => string.Join(
            ' ',
            JsonDocument.Parse(line).RootElement.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("id").GetString())))];
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Sorted(string text) => [.. Lines(text).Order(StringComparer.Ordinal)];

    private static string Id(string line) => Text(line, "eventId");

    private static string Text(string line, string name) =>
        JsonDocument.Parse(line).RootElement.GetProperty(name).GetString()!;
}
