using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary><c>POST /v1/items/similar</c> over a socket, before a model is live.</summary>
public sealed class SimilarEndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    [Fact]
    public async Task Several_items_give_items_of_their_category_without_themselves_and_the_excluded()
    {
        await PutAsync("cart");
        await ViewAsync("cart", 5);

        // The lists of a category follow the catalog within seconds.
        HttpAnswer answer = await Eventually.Async(
            () => AskAsync("""{"items":["cart-1","cart-2"],"exclude":["cart-3"],"count":10,"fields":["title"]}"""),
            answer => answer.Status != 200 || LevelOf(answer) != "popular");

        Assert.Equal((200, "segment", "noModel"), (
            answer.Status, LevelOf(answer), answer.Json.GetProperty("fallbackReason").GetString()));
        Assert.Equal(["cart-4", "cart-5"], Items(answer));
        Assert.Equal(
            "Item 4 of cart",
            answer.Json.GetProperty("items").EnumerateArray()
                .Single(item => item.GetProperty("id").GetString() == "cart-4")
                .GetProperty("item").GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_user_gets_a_list_with_the_profile_version()
    {
        await PutAsync("own");
        await ViewAsync("own", 5);
        HttpAnswer ack = await engine.SendAsync(
            "POST", "/v1/events", """{"eventId":"own","userId":"own-ann","type":"purchase","itemId":"own-4"}""");
        long version = ack.Json.GetProperty("results")[0].GetProperty("profileVersion").GetInt64();

        HttpAnswer answer = await AskAsync(
            """{"items":["own-1"],"userId":"own-ann","mode":"boughtTogether","filter":"category in 'own'"}""");

        Assert.Equal((200, version), (answer.Status, answer.Number("profileVersion")));
        Assert.DoesNotContain("own-1", Items(answer));
    }

    [Fact]
    public async Task Unknown_items_give_a_fallback_and_no_error()
    {
        HttpAnswer answer = await AskAsync("""{"items":["no-such-item"]}""");

        Assert.Equal(200, answer.Status);
        Assert.NotEqual("fresh", answer.Json.GetProperty("fallbackLevel").GetString());
    }

    [Fact]
    public async Task Every_error_is_listed()
    {
        HttpAnswer answer = await AskAsync(
            """
            {"items":[],"mode":"boughtTogeter","count":101,"exclude":[""],"userId":"","fields":["titel"],"cuont":1}
            """);

        Assert.Equal(422, answer.Status);
        Assert.Equal(
            [
                "$.count outOfRange", "$.cuont unknown", "$.exclude[0] invalid", "$.fields invalid", "$.items required",
                "$.mode unknown", "$.userId invalid",
            ],
            answer.Errors);
        Assert.EndsWith(
            "Did you mean 'boughtTogether'?",
            answer.Json.GetProperty("errors").EnumerateArray()
                .Single(error => error.GetProperty("path").GetString() == "$.mode")
                .GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    private static string? LevelOf(HttpAnswer answer) => answer.Json.GetProperty("fallbackLevel").GetString();

    private static IEnumerable<string?> Items(HttpAnswer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())
            .Order(StringComparer.Ordinal);

    /// <summary>Asks again while a busy machine misses the deadline: the API's copy answers then.</summary>
    private Task<HttpAnswer> AskAsync(string body) => Eventually.Async(
        () => engine.SendAsync("POST", "/v1/items/similar", body),
        answer => !answer.Text.Contains("\"deadline\"", StringComparison.Ordinal));

    private async Task PutAsync(string category)
    {
        string items = JsonSerializer.Serialize(Enumerable.Range(1, 5).Select(i => new
        {
            id = $"{category}-{i}",
            title = $"Item {i} of {category}",
            categories = new[] { category },
        }));
        Assert.Equal(202, (await engine.SendAsync("POST", "/v1/items", items)).Status);
    }

    /// <summary>Views items, and waits until the popular items count them.</summary>
    private async Task ViewAsync(string category, int items)
    {
        string events = JsonSerializer.Serialize(Enumerable.Range(1, items).Select(i => new
        {
            eventId = $"{category}-{i}",
            userId = $"{category}-viewer",
            type = "purchase",
            itemId = $"{category}-{i}",
        }));
        Assert.Equal(202, (await engine.SendAsync("POST", "/v1/events", events)).Status);
        _ = await Eventually.Async(
            () => engine.SendAsync("GET", $"/v1/popular?count=200&filter=category:{category}"),
            answer => Items(answer).Count() == items
                && answer.Json.GetProperty("fallbackLevel").GetString() == "popular");
    }
}
