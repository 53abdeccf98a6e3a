using System.Text.Json;
using Personalization.ClusterTests.Experiments;

namespace Personalization.ClusterTests.Http;

/// <summary>Rules and placements are changed at run time, with versions, an audit and a preview.</summary>
public sealed class MerchandisingEndpointTests
{
    private const string Operator = "operator-0123456789";
    private const string Manager = "manager-0123456789";

    private const string Items =
        """
        [{"id":"p-1","title":"Tent","price":90,"categories":["outdoor/tents"],"attributes":{"brand":"acme"}},
         {"id":"p-2","title":"Stove","price":40,"categories":["outdoor/fire"],"attributes":{"brand":"fell","stock":0}},
         {"id":"p-3","title":"Sofa","price":400,"categories":["home"],"attributes":{"tags":["used","large"]}}]
        """;

    [Fact]
    public async Task A_rule_changes_lists_at_once_and_its_versions_can_be_restored()
    {
        await using HttpEngine engine = await StartAsync();
        const string Pin = """{"actions":[{"pin":"p-3","position":1},{"exclude":"stock = 0"}]}""";
        HttpAnswer put = await engine.SendAsync("PUT", "/v1/rules/front", Pin, key: Manager);
        Assert.Equal(200, put.Status);
        Assert.Equal(["p-3", "p-1"], (await IdsAsync(engine)).Order().Reverse());
        Assert.Equal("p-3", (await IdsAsync(engine))[0]);
        JsonElement item = Root(await ListAsync(engine)).GetProperty("items")[0].GetProperty("reason");
        Assert.Equal(("rule", "front"), (Text(item, "kind"), Text(item, "evidence")));

        // An equal rule makes no version.
        Assert.Equal(1, Root(await engine.SendAsync("PUT", "/v1/rules/front", Pin, key: Manager))
            .GetProperty("version").GetInt32());
        const string Draft = """{"status":"draft","actions":[{"pin":"p-2","position":1}]}""";
        _ = await engine.SendAsync("PUT", "/v1/rules/front", Draft, key: Operator);
        Assert.Equal(3, (await IdsAsync(engine)).Length);
        Assert.Equal(204, (await engine.SendAsync("DELETE", "/v1/rules/front", key: Manager)).Status);
        Assert.Equal(404, (await engine.SendAsync("GET", "/v1/rules/front", key: Manager)).Status);

        HttpAnswer reverted = await engine.SendAsync(
            "POST", "/v1/rules/front/revert", """{"version":1}""", key: Manager);
        Assert.Equal(4, Root(reverted).GetProperty("version").GetInt32());
        Assert.Equal("p-3", (await IdsAsync(engine))[0]);
        JsonElement[] history = [.. Root(await engine.SendAsync("GET", "/v1/rules/front/history", key: Manager))
            .GetProperty("versions").EnumerateArray()];
        Assert.Equal(
            ["reverted to 1", "deleted", "changed", "created"], history.Select(version => Text(version, "change")));
        Assert.Equal(["key 1", "key 1", "key 0", "key 1"], history.Select(version => Text(version, "by")));
        Assert.Equal(
            404,
            (await engine.SendAsync("POST", "/v1/rules/front/revert", """{"version":3}""", key: Manager)).Status);
        Assert.Equal(
            "front",
            Text(Root(await engine.SendAsync("GET", "/v1/rules", key: Manager)).GetProperty("rules")[0]
                .GetProperty("rule"), "id"));
    }

    [Fact]
    public async Task A_preview_shows_lists_before_and_after_without_publishing()
    {
        await using HttpEngine engine = await StartAsync();
        const string Preview =
            """{"userIds":["u1","u2"],"rule":{"actions":[{"exclude":"category in 'outdoor'"}]}}""";
        JsonElement root = Root(await engine.SendAsync("POST", "/v1/rules/new/preview", Preview, key: Manager));
        JsonElement user = root.GetProperty("users")[0];
        Assert.Equal(3, user.GetProperty("before").GetArrayLength());
        Assert.Equal("p-3", Text(Assert.Single(user.GetProperty("after").EnumerateArray()), "id"));
        Assert.Equal(3, (await IdsAsync(engine)).Length);
        Assert.Equal(
            404,
            (await engine.SendAsync("POST", "/v1/rules/new/preview", """{"userIds":["u1"]}""", key: Manager)).Status);
        HttpAnswer wrong = await engine.SendAsync("POST", "/v1/rules/new/preview", """{"userIds":[]}""", key: Manager);
        Assert.Equal(422, wrong.Status);
    }

    [Fact]
    public async Task A_placement_is_created_listed_and_deleted()
    {
        await using HttpEngine engine = await StartAsync();
        const string Sale = """{"description":"Offers","policy":{"diversity":0.4,"seenItems":"allow"}}""";
        JsonElement made = Root(await engine.SendAsync("PUT", "/v1/placements/sale", Sale, key: Manager));
        Assert.Equal(("sale", "api", "allow"), (Text(made, "name"), Text(made, "origin"), Text(
            made.GetProperty("policy"), "seenItems")));
        Assert.Equal(
            ["default", "home", "sale"],
            Root(await engine.SendAsync("GET", "/v1/placements", key: Manager)).GetProperty("placements")
                .EnumerateArray().Select(placement => Text(placement, "name")));
        HttpAnswer wrong = await engine.SendAsync(
            "PUT", "/v1/placements/sale", """{"policy":{"diversty":2,"newItemShare":0.9}}""", key: Manager);
        Assert.Equal(422, wrong.Status);
        Assert.Contains("Did you mean 'diversity'?", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(204, (await engine.SendAsync("DELETE", "/v1/placements/sale", key: Manager)).Status);
        Assert.Equal(404, (await engine.SendAsync("GET", "/v1/placements/sale", key: Manager)).Status);
        Assert.Contains(
            Root(await engine.SendAsync("GET", "/v1/event-types", key: Manager)).GetProperty("eventTypes")
                .EnumerateArray(),
            type => Text(type, "name") == "purchase" && type.GetProperty("weight").GetDouble() == 5);
    }

    [Fact]
    public async Task Lists_take_the_filter_language_and_name_every_error()
    {
        await using HttpEngine engine = await StartAsync();
        Assert.Equal(["p-1"], await IdsAsync(engine, "category in 'outdoor' and not (price < 50 or brand = 'x')"));
        Assert.Equal(["p-3"], await IdsAsync(engine, "tags contains 'USED' and price between 100 and 500"));
        Assert.Equal(["p-1"], await IdsAsync(engine, "brand:acme"));
        HttpAnswer wrong = await ListAsync(engine, "price = 'x' and brand = acme");
        Assert.Equal(422, wrong.Status);
        Assert.Equal(
            [
                "filter: at character 1: price is compared with numbers but the value is 'x'.",
                "filter: at character 25: expected a 'text', a number, true, false or a reference but found 'acme'; a "
                    + "text needs single quotes: 'acme'.",
            ],
            Root(wrong).GetProperty("errors").EnumerateArray().Select(error => Text(error, "message")));
    }

    [Fact]
    public async Task A_misspelt_placement_is_refused_and_a_free_name_is_not()
    {
        await using HttpEngine engine = await StartAsync();
        _ = await engine.SendAsync("PUT", "/v1/placements/checkout", "{}", key: Operator);

        HttpAnswer list = await engine.SendAsync(
            "GET", "/v1/users/ann/recommendations?placement=hmoe", key: Operator);
        HttpAnswer page = await engine.SendAsync(
            "POST",
            "/v1/users/ann/pages",
            """{"placement":"chekout","rows":[{"id":"a","source":"newest","placement":"homee"}]}""",
            key: Operator);
        HttpAnswer rank = await engine.SendAsync(
            "POST", "/v1/users/ann/rank", """{"candidates":["a"],"placement":"chekcout"}""", key: Operator);

        Assert.Equal((422, 422, 422), (list.Status, page.Status, rank.Status));
        Assert.Equal(["query.placement unknown"], list.Errors);
        Assert.Equal(["$.placement unknown", "$.rows[0].placement unknown"], page.Errors);
        Assert.Equal(["$.placement unknown"], rank.Errors);
        Assert.Equal(
            "placement 'hmoe' is not defined. Did you mean 'home'? PUT /v1/placements/{name} defines a placement.",
            Text(Root(list).GetProperty("errors")[0], "message"));
        Assert.Equal(200, (await engine.SendAsync(
            "GET", "/v1/users/ann/recommendations?placement=article-end", key: Operator)).Status);
    }

    [Fact]
    public async Task A_name_that_no_item_has_is_refused_everywhere()
    {
        await using HttpEngine engine = await StartAsync();
        HttpAnswer list = await ListAsync(engine, "price > 3 and brnd = 'acme'");
        Assert.Equal(["query.filter unknown"], list.Errors);
        Assert.Equal(
            "filter: at character 15: no item has a field or attribute 'brnd'; did you mean 'brand'? Fields are "
                + "addedAt, available, categories, category, id, price, publishedAt, title, validFrom, validUntil; "
                + "attributes are brand, stock, tags.",
            Text(Root(list).GetProperty("errors")[0], "message"));
        (string Method, string Path, string? Body, string[] Errors)[] requests =
        [
            ("GET", "/v1/popular?filter=attributes.stok>0&fields=title,attributes.brant", null,
                ["query.fields unknown", "query.filter unknown"]),
            ("GET", "/v1/items?filter=brnd:acme", null, ["query.filter unknown"]),
            ("GET", "/v1/items/p-1/similar?filter=brand=item.brnd", null, ["query.filter unknown"]),
            ("GET", "/v1/users/ann/stream?filter=brnd:acme", null, ["query.filter unknown"]),
            ("POST", "/v1/users/ann/rank",
                """{"candidates":["p-1"],"filter":"tag = 'a'","fields":["attributes.tag"]}""",
                ["$.fields unknown", "$.filter unknown"]),
            ("POST", "/v1/items/similar", """{"items":["p-1"],"filter":"brand = item.brnd"}""", ["$.filter unknown"]),
            ("POST", "/v1/users/ann/pages", """
                {"fields":["attributes.x"],"rows":[{"id":"a","source":"newest","filter":"x = 1",
                 "cap":{"attribute":"brnd","most":1,"window":2}}]}
                """, ["$.fields unknown", "$.rows[0].cap.attribute unknown", "$.rows[0].filter unknown"]),
            ("PUT", "/v1/rules/typo", """
                {"placements":["hmoe"],"actions":[{"boost":"brnd = 'acme'","factor":2},{"exclude":"stock = 0"},
                 {"cap":"brnd","most":1,"window":2}]}
                """, ["$.actions[0].boost unknown", "$.actions[2].cap unknown", "$.placements[0] unknown"]),
            ("POST", "/v1/rules/typo/preview", """{"userIds":["a"],"rule":{"actions":[{"bury":"brnd = 'a'"}]}}""",
                ["$.rule.actions[0].bury unknown"]),
            ("POST", "/v1/experiments", Trial.Json("typo").Replace("\"purchase\"", "\"purchas\"",
                StringComparison.Ordinal),
                ["$.metrics[0].outcome.eventTypes unknown", "$.metrics[1].outcome.eventTypes unknown"]),
        ];
        foreach ((string method, string path, string? body, string[] errors) in requests)
        {
            HttpAnswer answer = await engine.SendAsync(method, path, body, key: Operator);
            Assert.Equal(422, answer.Status);
            Assert.Equal(errors, answer.Errors.Distinct());
        }
    }

    [Fact]
    public async Task A_catalog_without_attributes_accepts_any_name()
    {
        await using HttpEngine engine = new();
        await engine.InitializeAsync();
        Assert.Equal(200, (await engine.SendAsync("GET", "/v1/popular?filter=brand:acme")).Status);
        Assert.Equal(200, (await engine.SendAsync(
            "PUT", "/v1/rules/early", """{"actions":[{"boost":"brand = 'acme'","factor":2}]}""")).Status);
    }

    private static async Task<HttpEngine> StartAsync()
    {
        HttpEngine engine = new(
            $"--Personalization:Api:Keys:0:Key={Operator}",
            "--Personalization:Api:Keys:0:Role=operate",
            $"--Personalization:Api:Keys:1:Key={Manager}",
            "--Personalization:Api:Keys:1:Role=manage",
            "--Personalization:Placements:home:Diversity=0.1");
        await engine.InitializeAsync();
        HttpAnswer put = await engine.SendAsync("POST", "/v1/items", Items, key: Operator);
        Assert.Equal(202, put.Status);
        _ = await Eventually.Async(() => IdsAsync(engine), ids => ids.Length == 3);
        return engine;
    }

    private static Task<HttpAnswer> ListAsync(HttpEngine engine, string? filter = null) => engine.SendAsync(
        "GET",
        "/v1/users/ann/recommendations?placement=home&deadlineMs=20000" // a fallback of a busy machine has no rules
            + (filter is null ? string.Empty : $"&filter={Uri.EscapeDataString(filter)}"),
        key: Operator);

    private static async Task<string[]> IdsAsync(HttpEngine engine, string? filter = null) =>
    [
        .. Root(await ListAsync(engine, filter)).GetProperty("items").EnumerateArray().Select(item => Text(item, "id")),
    ];

    private static JsonElement Root(HttpAnswer answer) => JsonDocument.Parse(answer.Text).RootElement;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
