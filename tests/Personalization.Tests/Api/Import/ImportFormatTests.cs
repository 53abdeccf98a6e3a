using System.Text;
using System.Text.Json;
using Personalization.Import;

namespace Personalization.Tests.Api.Import;

public sealed class ImportFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Retailrocket_with_seconds_is_read()
    {
        List<ImportLine> lines = await EventsAsync("retailrocket", "timestamp,visitorid,itemid,event\n"
            + "1430623510,1176,6768,view\n1430623535,1176,6768,addtocart\n1430623644,7,26268,transaction\n");

        Assert.Equal(
            [
                (2, "1176", "6768", "view", "2015-05-03T03:25:10+00:00"),
                (3, "1176", "6768", "addToCart", "2015-05-03T03:25:35+00:00"),
                (4, "7", "26268", "purchase", "2015-05-03T03:27:24+00:00"),
            ],
            lines.Select(Facts));
    }

    [Fact]
    public async Task Retailrocket_as_published_is_read()
    {
        List<ImportLine> lines = await EventsAsync("retailrocket", "timestamp,visitorid,event,itemid,transactionid\r\n"
            + "1433221332117,257597,view,355908,\r\n1433222276276,599528,transaction,356475,4000\r\n");

        Assert.Equal(
            [
                (2, "257597", "355908", "view", "2015-06-02T05:02:12.117+00:00"),
                (3, "599528", "356475", "purchase", "2015-06-02T05:17:56.276+00:00")
            ], lines.Select(Facts));
    }

    [Fact]
    public async Task Retailrocket_fields_in_quotes_may_hold_commas_and_quotes()
    {
        List<ImportLine> lines = await EventsAsync(
            "retailrocket",
            "timestamp,\"note\",visitorid,itemid,event\n1430623510,\"a, \"\"b\"\"\",\"visitor, 7\",6768,\"view\"\n"
                + "1430623535,,8,1,view\n");

        Assert.Equal(
            [
                (2, "visitor, 7", "6768", "view", "2015-05-03T03:25:10+00:00"),
                (3, "8", "1", "view", "2015-05-03T03:25:35+00:00")
            ],
            lines.Select(Facts));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Retailrocket_ids_depend_on_the_line_without_its_line_break(string end)
    {
        const string line = "1430623510,1176,6768,view,";
        List<ImportLine> lines = await EventsAsync(
            "retailrocket", $"timestamp,visitorid,itemid,event,transactionid{end}{end}{line}{end}");

        Assert.Equal(EventLine.IdOf("rr", 3, line), Assert.Single(lines).EventId);
    }

    [Fact]
    public async Task Invalid_retailrocket_lines_are_rejected_with_their_number()
    {
        List<ImportLine> lines = await EventsAsync(
            "retailrocket",
            "timestamp,visitorid,itemid,event\nsoon,1,2,view\n\n1,2\n1430623510,1,2,stare\n1430623510,1,2,view\n");

        Assert.Equal(
            [
                (2L, "timestamp must be Unix seconds or milliseconds but was 'soon'"),
                (4L, "must have 4 fields but had 2"),
                (5L, "event must be view, addtocart or transaction but was 'stare'"),
                (6L, null)
            ],
            lines.Select(line => (line.Number, line.Problem)));
    }

    [Fact]
    public async Task Retailrocket_without_a_header_is_rejected()
    {
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(
            () => EventsAsync("retailrocket", "1430623510,1176,6768,view\n"));

        Assert.Contains("but lacks timestamp, visitorid, itemid, event.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Movielens_ratings_become_likes_views_and_dismissals()
    {
        List<ImportLine> lines = await EventsAsync(
            "movielens",
            "196\t242\t3\t881250949\n186\t302\t5\t891717742\n22\t377\t1\t878887116\n22\t377\t9\t878887116\n22 377\n");

        Assert.Equal(["view", "like", "dismiss"], lines.Take(3).Select(line => Facts(line).Type));
        Assert.Equal((1, "196", "242", "view", "1997-12-04T15:55:49+00:00"), Facts(lines[0]));
        Assert.Equal(
            [
                "rating must be 1 to 5 but was '9'",
                "must have 4 tab-separated fields (user, item, rating, time) but had 1"
            ],
            lines.Skip(3).Select(line => line.Problem));
    }

    [Fact]
    public async Task Movielens_items_are_read_as_latin_1()
    {
        string flags = "0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
        _ = _folder.Write(
            "u.item", $"1|Misérables, Les (1995)|01-Jan-1995||http://x|{flags}\n2|broken\n", Encoding.Latin1);
        List<ImportLine> lines = await new MovieLensFormat()
            .ReadItemsAsync(_folder.Of("u.data"), CancellationToken.None)
            .ToListAsync(TestContext.Current.CancellationToken);

        using JsonDocument item = JsonDocument.Parse(lines[0].Json);
        Assert.Equal("Misérables, Les (1995)", item.RootElement.GetProperty("title").GetString());
        Assert.Equal(
            ["Animation", "Children's", "Comedy"],
            item.RootElement.GetProperty("categories").EnumerateArray().Select(category => category.GetString()));
        Assert.Equal("1995", item.RootElement.GetProperty("attributes").GetProperty("year").GetString());
        Assert.Equal("u.item: must have 24 fields but had 2", lines[1].Problem);
    }

    [Fact]
    public async Task Ndjson_keeps_ids_and_creates_missing_ids()
    {
        List<ImportLine> lines = await EventsAsync("ndjson", """
            {"eventId":"mine","userId":"u","type":"view","itemId":"i","properties":{"a":"b"}}
            {"userId":"u","type":"view","itemId":"i"}
            {"userId":
            {"userId":7}
            """);

        Assert.Equal("mine", lines[0].EventId);
        Assert.StartsWith("nd-2-", lines[1].EventId, StringComparison.Ordinal);
        Assert.Contains("Line 3", lines[2].Problem, StringComparison.Ordinal);
        Assert.Contains("userId must be a string", lines[3].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_lines_give_equal_ids_under_any_file_name()
    {
        const string text = "1\t2\t3\t881250949\n1\t2\t3\t881250949\n";
        List<ImportLine> first = await EventsAsync("movielens", text, "one");
        List<ImportLine> second = await EventsAsync("movielens", text, "two");

        Assert.Equal(first.Select(line => line.EventId), second.Select(line => line.EventId));
        Assert.Equal(2, first.Select(line => line.EventId).Distinct().Count());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<ImportLine>> EventsAsync(string format, string text, string name = "input") =>
        await ImportFormats.Of(format)
            .ReadEventsAsync(_folder.Write(name, text), CancellationToken.None)
            .ToListAsync(TestContext.Current.CancellationToken);

    private static (long Number, string User, string Item, string Type, string At) Facts(ImportLine line)
    {
        using JsonDocument json = JsonDocument.Parse(line.Json);
        JsonElement root = json.RootElement;
        Assert.Equal(line.UserId, root.GetProperty("userId").GetString());
        Assert.Equal(line.EventId, root.GetProperty("eventId").GetString());
        return (
            line.Number,
            line.UserId,
            root.GetProperty("itemId").GetString()!,
            root.GetProperty("type").GetString()!,
            root.GetProperty("occurredAt").GetString()!);
    }
}
