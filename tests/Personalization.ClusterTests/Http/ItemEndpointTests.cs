using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>Typed attributes, several items by id, browsing, fields of lists and order lines, over a socket.</summary>
public sealed class ItemEndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    private const string Tents = """
        [{"id":"t-1","title":"Kestrel tent","categories":["outdoor/tents"],"price":129.5,"available":true,
          "attributes":{"image":"/i/t-1.svg","rating":4.5,"tags":["a","b"],"used":false},
          "publishedAt":"2026-11-01T00:00:00Z"},
         {"id":"t-2","title":"Thistle tent","categories":["outdoor/tents/2-person"]},
         {"id":"t-3","title":"Lamp","categories":["lamps"]}]
        """;

    [Fact]
    public async Task Typed_attributes_are_kept_and_several_items_are_read_at_once()
    {
        Assert.Equal(3, (await engine.SendAsync("POST", "/v1/items", Tents)).Number("accepted"));
        HttpAnswer got = await engine.SendAsync("POST", "/v1/items/get", """{"ids":["t-1","none","t-3"]}""");
        Assert.Equal(["t-1", "t-3"], Ids(got));
        Assert.Equal("[\"none\"]", got.Json.GetProperty("missing").GetRawText());
        JsonElement item = got.Json.GetProperty("items")[0];
        Assert.Equal(
            """{"image":"/i/t-1.svg","rating":4.5,"tags":["a","b"],"used":false}""",
            item.GetProperty("attributes").GetRawText());
        Assert.Equal("2026-11-01T00:00:00+00:00", item.GetProperty("publishedAt").GetString());

        HttpAnswer patched = await engine.SendAsync(
            "PATCH", "/v1/items/t-1", """{"attributes":{"rating":5,"used":null,"image":["/1","/2"]}}""");
        Assert.Equal(
            """{"image":["/1","/2"],"rating":5,"tags":["a","b"]}""",
            patched.Json.GetProperty("attributes").GetRawText());
        Assert.Equal(
            ["$.attributes['a'] malformed", "$.image unknown"],
            (await engine.SendAsync("PUT", "/v1/items/t-9", """{"image":"/x","attributes":{"a":{}}}""")).Errors
                .Order(StringComparer.Ordinal));
        Assert.Equal(["$.ids required"], (await engine.SendAsync("POST", "/v1/items/get", "{}")).Errors);
    }

    [Fact]
    public async Task Items_are_browsed_page_by_page()
    {
        _ = await engine.SendAsync("POST", "/v1/items", Tents);
        HttpAnswer first = await engine.SendAsync("GET", "/v1/items?query=tent&category=outdoor&count=1");
        Assert.Equal(["t-1"], Ids(first));
        Assert.Equal(2, first.Number("total"));
        string cursor = first.Json.GetProperty("cursor").GetString()!;
        HttpAnswer second = await engine.SendAsync(
            "GET", $"/v1/items?query=tent&category=outdoor&count=1&cursor={cursor}");
        Assert.Equal(["t-2"], Ids(second));
        Assert.False(second.Json.TryGetProperty("cursor", out _));
        HttpAnswer wrong = await engine.SendAsync("GET", "/v1/items?qury=tent&available=maybe&count=0&cursor=*");
        Assert.Equal(
            ["query.available invalid", "query.count outOfRange", "query.cursor malformed", "query.qury unknown"],
            wrong.Errors.Order(StringComparer.Ordinal));
        Assert.Contains(
            "Did you mean 'query'?",
            wrong.Json.GetProperty("errors")[0].GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_shows_the_fields_of_its_items()
    {
        _ = await engine.SendAsync("POST", "/v1/items", Tents);
        HttpAnswer ranked = await engine.SendAsync("POST", "/v1/users/fay/rank", """
            {"candidates":["t-3","t-2","x"],"fields":["title","attributes.image"],"filter":"category:outdoor",
             "explain":true,"deadlineMs":5000}
            """);
        JsonElement item = Assert.Single(ranked.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("t-2", item.GetProperty("id").GetString());
        Assert.Equal("Thistle tent", item.GetProperty("title").GetString());
        Assert.Equal("""{"title":"Thistle tent","attributes":{}}""", item.GetProperty("item").GetRawText());
        foreach (string path in new[] { "/v1/users/fay/recommendations", "/v1/popular", "/v1/items/t-1/similar" })
        {
            HttpAnswer list = await engine.SendAsync("GET", $"{path}?fields=id,title&count=2");
            Assert.Equal(200, list.Status);
            Assert.All(list.Json.GetProperty("items").EnumerateArray(), shown => Assert.Equal(
                shown.GetProperty("id").GetString(), shown.GetProperty("item").GetProperty("id").GetString()));
            Assert.Equal(["query.fields invalid"], (await engine.SendAsync("GET", $"{path}?fields=titel")).Errors);
        }

        Assert.Equal(
            ["$.contxt unknown", "$.fields invalid", "$.filter invalid"],
            (await engine.SendAsync("POST", "/v1/users/fay/rank", """
                {"candidates":["a"],"contxt":{},"fields":["x"],"filter":"y"}
                """)).Errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_lines_of_an_order_are_events()
    {
        const string order = """
            {"eventId":"o-1","userId":"otto","type":"purchase","order":"77",
             "lines":[{"itemId":"t-1","quantity":2,"price":9.9},{"itemId":"t-2","price":5}]}
            """;
        HttpAnswer stored = await engine.SendAsync("POST", "/v1/events", order);
        Assert.Equal(["accepted", "accepted"], stored.Statuses);
        Assert.Equal(
            ["0 o-1#1", "0 o-1#2"],
            stored.Json.GetProperty("results").EnumerateArray()
                .Select(result => $"{result.GetProperty("index")} {result.GetProperty("eventId")}"));
        Assert.Equal(["duplicate", "duplicate"], (await engine.SendAsync("POST", "/v1/events", order)).Statuses);
        JsonElement events = (await engine.SendAsync("GET", "/v1/users/otto")).Json.GetProperty("recentEvents");
        Assert.Equal(
            ["t-1 19.8 77", "t-2 5 77"],
            events.EnumerateArray().Select(happened =>
                $"{happened.GetProperty("itemId")} {happened.GetProperty("value")} "
                    + $"{happened.GetProperty("properties").GetProperty("orderId")}").Order(StringComparer.Ordinal));
        HttpAnswer refused = await engine.SendAsync(
            "POST",
            "/v1/events",
            """{"eventId":"o-2","userId":"otto","type":"purchase","lines":[{"itemId":"t-1","quantity":0}]}""");
        Assert.Equal(["$.lines[0].quantity outOfRange"], refused.Errors);
        HttpAnswer part = await engine.SendAsync(
            "POST",
            "/v1/events",
            """[{"eventId":"o-3","userId":"otto","type":"purchase","lines":[{"itemId":"t-1"},{}]}]""");
        Assert.Equal(["accepted", "rejected"], part.Statuses);
        Assert.Equal(
            "$[0].lines[1].itemId",
            part.Json.GetProperty("results")[1].GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Unknown_fields_of_every_body_are_refused()
    {
        Assert.Equal(
            ["$.country unknown"], (await engine.SendAsync("PUT", "/v1/users/una", """{"country":"DE"}""")).Errors);
        Assert.Equal(
            ["$.form unknown", "$.from required"],
            (await engine.SendAsync("POST", "/v1/users/una/merge", """{"form":"x"}""")).Errors
                .Order(StringComparer.Ordinal));
        Assert.Equal(["$.sed unknown"], (await engine.SendAsync("POST", "/v1/models/train", """{"sed":3}""")).Errors);
    }

    private static IEnumerable<string?> Ids(HttpAnswer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
