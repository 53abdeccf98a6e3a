using System.Text;
using Personalization.Abstractions.Feeds;
using Personalization.Storage.HttpFeeds;

namespace Personalization.IntegrationTests.Storage.Feeds;

public sealed class FeedPageReaderTests
{
    [Fact]
    public void A_page_is_read_with_its_metadata()
    {
        FeedPage page = Read(
            """{"version":7,"items":[{"id":"a","price":1.5,"x":{"y":[1]}},{"id":"b"}],"""
            + """ "count":2,"total":5,"next":"?page=2","nextCursor":null}""");

        Assert.Equal(("?page=2", null, 2, 5), (page.Next, page.NextCursor, page.Count, page.Total));
        Assert.Equal(["a 1.5", "b "], page.Elements.Select(element => $"{element.Item!.Id} {element.Item.Price}"));
        Assert.All(page.Elements, element => Assert.Empty(element.Errors));
    }

    [Fact]
    public void Invalid_elements_are_reported_one_by_one()
    {
        FeedPage page = Read("""{"items":[7,{"id":5,"price":"9"},{"\ud800":1},null,{"id":"ok"}],"count":5}""");

        Assert.Equal(
            [
                "page 3 $.items[0] malformed",
                "page 3 $.items[1].id malformed",
                "page 3 $.items[1].price malformed",
                "page 3 $.items[2] malformed",
                "page 3 $.items[3] malformed"
            ],
            page.Elements.SelectMany(element => element.Errors).Select(error => $"{error.Path} {error.Code}"));
        Assert.Equal("ok", page.Elements[4].Item!.Id);
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("""{"items":[{"id":"a"}""", "malformed")]
    [InlineData("""{"items":[]} x""", "malformed")]
    [InlineData("<html>", "malformed")]
    [InlineData("""{"items":[{"id":"a"}],"count":2}""", "incomplete")]
    [InlineData("""{"error":"busy"}""", "required")]
    [InlineData("""{"items":{}}""", "required")]
    [InlineData("""[{"id":"a"}]""", "required")]
    [InlineData("7", "required")]
    [InlineData("""{"items":[],"total":"5"}""", "malformed")]
    [InlineData("""{"items":[],"next":7}""", "malformed")]
    public void An_invalid_page_is_rejected_as_a_content_error(string json, string code)
    {
        FeedFailedException failed = Assert.Throws<FeedFailedException>(() => Read(json));

        Assert.True(failed.IsContent);
        Assert.Equal(code, Assert.Single(failed.Problems).Code);
        Assert.StartsWith("page 3 $", failed.Problems[0].Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"a","stock":0}""", false, null, "")]
    [InlineData("""{"id":"a","stock":3,"price":2.5}""", true, 2.5, "")]
    [InlineData("""{"id":"a","stock":3,"available":false}""", false, null, "")]
    [InlineData("""{"id":"a","available":true}""", true, null, "")]
    [InlineData("""{"id":"a","price":1}""", null, 1.0, "")]
    [InlineData("""{"id":"a"}""", null, null, "page 3 $.items[0] required")]
    [InlineData("""{"id":"a","pieces":3}""", null, null, "page 3 $.items[0] required")]
    [InlineData("""{"id":"a","stock":"3"}""", null, null, "page 3 $.items[0].stock malformed")]
    [InlineData("""{"id":"a","stock":-1}""", false, null, "page 3 $.items[0].stock outOfRange")]
    public void Stock_becomes_availability(string element, bool? available, double? price, string error)
    {
        FeedElement read = FeedPageReader
            .Read(Encoding.UTF8.GetBytes($$"""{"items":[{{element}}]}"""), 3, FeedKind.Stock).Elements[0];

        Assert.Equal((available, (decimal?)price, error), (
            read.Item!.Available,
            read.Item.Price,
            string.Join(',', read.Errors.Select(found => $"{found.Path} {found.Code}"))));
    }

    private static FeedPage Read(string json) => FeedPageReader.Read(Encoding.UTF8.GetBytes(json), 3, FeedKind.Catalog);
}
