using System.IO.Compression;
using System.Text;
using Personalization.Import;

namespace Personalization.Tests.Api.Import;

public sealed class CsvFormatTests : IDisposable
{
    private static readonly Dictionary<string, string> None = [];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_become_fields_by_a_mapping()
    {
        List<ImportLine> lines = await EventsAsync(
            "ts,customer_id,sku,action,note,shop\n1430623510,7,\"a,1\",order,\"x \"\"y\"\"\",de\n",
            "user=customer_id,item=sku,type=action,at=ts,properties.note=note",
            new() { ["order"] = "purchase" });

        ImportLine line = Assert.Single(lines);
        Assert.Null(line.Problem);
        Assert.Equal("7", line.UserId);
        Assert.Equal(
            """{"userId":"7","itemId":"a,1","type":"purchase","occurredAt":"2015-05-03T03:25:10+00:00","""
                + """ "properties":{"note":"x \"y\""},"eventId":""".TrimStart()
                + $"\"{line.EventId}\"}}",
            Text(line));
        Assert.StartsWith("csv-2-", line.EventId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_of_an_export_needs_no_mapping()
    {
        List<ImportLine> lines = await EventsAsync(
            "eventId,userId,type,itemId,occurredAt,value,placement,recommendationId,properties,cursor\r\n"
                + "e-1,u,view,i,2026-01-01T00:00:00.0000000+00:00,2.5,,,\"{\"\"a\"\":\"\"b\"\"}\",77\r\n",
            string.Empty,
            None);

        Assert.Equal(
            """{"eventId":"e-1","userId":"u","type":"view","itemId":"i","occurredAt":"2026-01-01T00:00:00+00:00","""
                + """ "value":2.5,"properties":{"a":"b"}}""".TrimStart(),
            Text(Assert.Single(lines)));
    }

    [Fact]
    public async Task Items_have_typed_attributes_and_lists()
    {
        IReadOnlyDictionary<string, string> mapping = CsvColumns.ReadMapping(
            "id=sku,title=name,categories=cats,price=price,attributes.stars:number=stars,attributes.tags:list=tags,"
                + "attributes.eco:flag=eco",
            ImportKind.Items,
            []);
        string file = _folder.Write(
            "items.csv", "sku,name,cats,price,stars,tags,eco\np-1,Tent,a|b/c,9.90,4.5,x|y,1\np-2,,,no,,,maybe\n");
        List<ImportLine> lines = await new CsvFormat(ImportKind.Items, mapping, None)
            .ReadItemsAsync(file, Stop).ToListAsync(Stop);

        Assert.Equal(
            """{"id":"p-1","title":"Tent","categories":["a","b/c"],"price":9.90,"attributes":{"stars":4.5,"""
                + """ "tags":["x","y"],"eco":true}}""".TrimStart(),
            Text(lines[0]));
        Assert.Equal(
            "price must be a number such as 12.5 but was 'no'. eco must be true or false but was 'maybe'.",
            lines[1].Problem);
    }

    [Fact]
    public async Task Unknown_and_missing_columns_are_named()
    {
        InvalidDataException unknown = await Assert.ThrowsAsync<InvalidDataException>(
            () => EventsAsync("userId,colour\nu,red\n", string.Empty, None));
        InvalidDataException missing = await Assert.ThrowsAsync<InvalidDataException>(
            () => EventsAsync("customer,sku\nu,i\n", "user=customer,item=article", None));

        Assert.Contains("columns that are no fields: colour.", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("The header lacks article; it has customer, sku.", missing.Message);
    }

    [Fact]
    public void Every_wrong_column_option_is_listed()
    {
        List<string> problems = [];

        _ = CsvColumns.ReadMapping("user,colour=c,item=a,item=b", ImportKind.Events, problems);

        Assert.Equal(3, problems.Count);
        Assert.Contains("has 'user'", problems[0], StringComparison.Ordinal);
        Assert.Contains("'colour' is not a field", problems[1], StringComparison.Ordinal);
        Assert.Contains("'item' twice", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_file_is_read()
    {
        string file = _folder.Of("events.csv.gz");
        await using (GZipStream zip = new(File.Create(file), CompressionLevel.Fastest))
        {
            await zip.WriteAsync("userId,type,itemId\nu,view,i\nu\n"u8.ToArray(), Stop);
        }

        List<ImportLine> lines = await new CsvFormat(ImportKind.Events, None, None)
            .ReadEventsAsync(file, Stop).ToListAsync(Stop);

        Assert.Equal("u", lines[0].UserId);
        Assert.Equal((3L, "must have 3 fields but had 1"), (lines[1].Number, lines[1].Problem));
        Assert.Equal("csv", ImportFormats.Guess(file));
        Assert.Equal(3, ImportFile.CountLines(file));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(ImportLine line) => Encoding.UTF8.GetString(line.Json.Span);

    private async Task<List<ImportLine>> EventsAsync(string text, string columns, Dictionary<string, string> types)
    {
        List<string> problems = [];
        IReadOnlyDictionary<string, string> mapping = CsvColumns.ReadMapping(columns, ImportKind.Events, problems);
        Assert.Empty(problems);
        return await new CsvFormat(ImportKind.Events, mapping, types)
            .ReadEventsAsync(_folder.Write("events.csv", text), Stop).ToListAsync(Stop);
    }
}
