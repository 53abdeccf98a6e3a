using System.Text.Json;

namespace Personalization.ClusterTests.Http;

/// <summary>Pages over a socket, with the real engine.</summary>
public sealed class PageEndpointTests(HttpEngine engine) : IClassFixture<HttpEngine>
{
    [Fact]
    public async Task Rows_share_no_item_and_each_has_an_id()
    {
        for (int i = 0; i < 30; i++)
        {
            _ = await engine.SendAsync(
                "PUT", $"/v1/items/pg-{i}", $$"""{"title":"Item {{i}}","categories":["pages"]}""");
        }

        _ = await engine.SendAsync(
            "POST", "/v1/events", """{"eventId":"p1","userId":"pager","type":"view","itemId":"pg-3"}""");
        HttpAnswer page = await engine.SendAsync("POST", "/v1/users/pager/pages", """
            {"placement":"home","deadlineMs":5000,"exclude":["pg-29"],"rows":[
              {"id":"a","source":"newest","count":8},
              {"id":"b","source":"continue","count":8},
              {"id":"c","source":"recommended","count":8},
              {"id":"d","source":"editorial","count":8,"items":["pg-28","pg-29","pg-1"],"title":"Picks"}]}
            """);

        Assert.Equal(200, page.Status);
        JsonElement[] rows = [.. page.Json.GetProperty("rows").EnumerateArray()];
        Assert.Equal(["a", "b", "c", "d"], rows.Select(row => row.GetProperty("id").GetString()));
        string[] ids = [.. rows.SelectMany(row => row.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("id").GetString()!)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Count(), ids.Length);
        Assert.DoesNotContain("pg-29", ids);
        Assert.Equal("Picks", rows[3].GetProperty("title").GetString());
        Assert.Equal(4, rows.Select(row => row.GetProperty("recommendationId").GetString()).Distinct().Count());
        Assert.Equal(1, page.Json.GetProperty("profileVersion").GetInt64());
    }

    [Fact]
    public async Task Every_error_of_a_page_is_listed()
    {
        HttpAnswer answer = await engine.SendAsync("POST", "/v1/users/pager/pages", """
            {"placment":"home","deadlineMs":0,"rows":[
              {"id":"a","source":"trendy"},{"id":"a","source":"similar","window":"2h","count":101},
              {"source":"newest","cap":{"attribute":"brand","most":0}},7]}
            """);

        Assert.Equal(422, answer.Status);
        Assert.Equal(
            [
                "$.deadlineMs outOfRange", "$.placment unknown", "$.rows[0].source unknown",
                "$.rows[1].count outOfRange",
                "$.rows[1].id duplicate", "$.rows[1].items required", "$.rows[1].window unknown",
                "$.rows[2].cap.most outOfRange", "$.rows[2].id required", "$.rows[3] malformed",
            ],
            answer.Json.GetProperty("errors")
                .EnumerateArray()
                .Select(e => $"{e.GetProperty("path")} {e.GetProperty("code")}")
                .Where(error => error is not ("$.rows[3].id required" or "$.rows[3].source required"))
                .Order(StringComparer.Ordinal));
    }
}
