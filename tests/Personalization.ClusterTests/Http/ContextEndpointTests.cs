using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>Filters and rules read the context of a request.</summary>
public sealed class ContextEndpointTests
{
    private const string Items =
        """
        [{"id":"p-1","title":"Tent","categories":["outdoor"]},{"id":"p-2","title":"Stove","categories":["outdoor"]},
         {"id":"p-3","title":"Sofa","categories":["home"]}]
        """;

    [Fact]
    public async Task A_rule_applies_to_the_requests_of_its_context_only()
    {
        await using HttpEngine engine = await StartAsync();
        HttpAnswer put = await engine.SendAsync(
            "PUT",
            "/v1/rules/germany",
            """{"audience":"context.country = 'DE'","actions":[{"exclude":"category in 'home'"}]}""");
        Assert.Equal(200, put.Status);
        Assert.Equal(["p-1", "p-2"], await IdsAsync(engine, "&context.country=de"));
        Assert.Equal(["p-1", "p-2", "p-3"], await IdsAsync(engine, "&context.country=FR"));
        Assert.Equal(["p-1", "p-2", "p-3"], await IdsAsync(engine, string.Empty));
        Assert.Equal(["p-1", "p-2"], await PageAsync(engine, """{"country":"DE"}"""));
        Assert.Equal(["p-1", "p-2", "p-3"], await PageAsync(engine, """{"country":"FR"}"""));
    }

    [Fact]
    public async Task A_filter_reads_the_cart_the_hour_and_the_page()
    {
        await using HttpEngine engine = await StartAsync();
        string filter = $"&filter={Uri.EscapeDataString("not id in context.cart and context.hour >= 18")}";
        Assert.Equal(["p-3"], await IdsAsync(engine, $"{filter}&context.cart=p-1,p-2&context.hour=18"));
        Assert.Equal(["p-1", "p-3"], await IdsAsync(engine, $"{filter}&context.cart=p-2&context.hour=23"));
        Assert.Empty(await IdsAsync(engine, $"{filter}&context.cart=p-2&context.hour=17"));
        HttpAnswer ranked = await engine.SendAsync(
            "POST",
            "/v1/users/ann/rank",
            """
            {"candidates":["p-1","p-3"],"filter":"id in context.cart","deadlineMs":20000,
             "context":{"cart":["p-3"],"page":"cart"}}
            """);
        Assert.Equal("p-3", Assert.Single(ItemsOf(ranked)));
    }

    [Fact]
    public async Task A_wrong_context_is_refused_with_every_error()
    {
        await using HttpEngine engine = await StartAsync();
        HttpAnswer wrong = await engine.SendAsync(
            "GET",
            "/v1/users/ann/recommendations?context.contry=DE&context.country=DEU&context.hour=24&context.cart=a,"
                + "&filter=" + Uri.EscapeDataString("context.dvice = 'phone'"));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(
            ["query.context.contry", "query.filter", "query.context.hour", "query.context.country",
                "query.context.cart[1]"],
            Errors(wrong, "path"));
        Assert.Contains("'context.country'", Errors(wrong, "message")[0], StringComparison.Ordinal);
        Assert.Contains("'device'", Errors(wrong, "message")[1], StringComparison.Ordinal);
        HttpAnswer page = await engine.SendAsync(
            "POST",
            "/v1/users/ann/pages",
            """{"rows":[{"id":"r","source":"popular"}],"context":{"divice":"phone","hour":-1,"page":""}}""");
        Assert.Equal(422, page.Status);
        Assert.Equal(["$.context.divice", "$.context.page", "$.context.hour"], Errors(page, "path"));
    }

    private static async Task<HttpEngine> StartAsync()
    {
        HttpEngine engine = new();
        await engine.InitializeAsync();
        Assert.Equal(202, (await engine.SendAsync("POST", "/v1/items", Items)).Status);
        _ = await Eventually.Async(() => IdsAsync(engine, string.Empty), ids => ids.Length == 3);
        return engine;
    }

    private static async Task<string[]> IdsAsync(HttpEngine engine, string query) =>
        ItemsOf(await engine.SendAsync("GET", $"/v1/users/ann/recommendations?count=10&deadlineMs=20000{query}"));

    private static async Task<string[]> PageAsync(HttpEngine engine, string context)
    {
        HttpAnswer answer = await engine.SendAsync(
            "POST",
            "/v1/users/ann/pages",
            $$"""{"rows":[{"id":"r","source":"recommended"}],"deadlineMs":20000,"context":{{context}}}""");
        Assert.Equal(200, answer.Status);
        return Ids(JsonDocument.Parse(answer.Text).RootElement.GetProperty("rows")[0]);
    }

    private static string[] ItemsOf(HttpAnswer answer)
    {
        Assert.Equal(200, answer.Status);
        return Ids(JsonDocument.Parse(answer.Text).RootElement);
    }

    private static string[] Ids(JsonElement list) =>
    [
        .. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Errors(HttpAnswer answer, string member) =>
    [
        .. JsonDocument.Parse(answer.Text).RootElement.GetProperty("errors").EnumerateArray()
            .Select(error => error.GetProperty(member).GetString()!),
    ];
}
