using Personalization.Import;
using Personalization.OperatorConsole.Imports;

namespace Personalization.Tests.OperatorConsole;

public sealed class ImportMappingTests
{
    [Theory]
    [InlineData("Customer_ID,Event Type,product-id,ts", "userId,type,itemId,occurredAt")]
    [InlineData("visitorid,event,itemid,timestamp", "userId,type,itemId,occurredAt")]
    [InlineData("eventId,userId,type,itemId,value", "eventId,userId,type,itemId,value")]
    [InlineData("event,eventId,user,colour", "type,eventId,userId,")]
    [InlineData("user,customer,properties.channel", "userId,,properties.channel")]
    public void Columns_of_events_are_recognised_once(string header, string fields) =>
        Assert.Equal(fields.Split(','), ColumnGuess.Of(ImportKind.Events, header.Split(',')).Select(one => one ?? ""));

    [Theory]
    [InlineData("sku,Product Name,category,Sale Price,in_stock", "id,title,categories,price,available")]
    [InlineData("id,item,attributes.brand,weight", "id,,attributes.brand,")]
    public void Columns_of_items_are_recognised_once(string header, string fields) =>
        Assert.Equal(fields.Split(','), ColumnGuess.Of(ImportKind.Items, header.Split(',')).Select(one => one ?? ""));

    [Fact]
    public void A_file_without_a_column_of_users_looks_like_items()
    {
        Assert.True(ColumnGuess.LooksLikeItems(["sku", "name"]));
        Assert.False(ColumnGuess.LooksLikeItems(["sku", "Customer-Id"]));
    }

    [Fact]
    public void Every_problem_of_a_mapping_is_listed()
    {
        ImportMapping mapping = Mapping(ImportKind.Events, ["who", "a", "b", "b"], ["x", "y", "z", "z"]);
        mapping.Set(1, "itemId");
        mapping.Set(2, "value");
        mapping.Set(3, "itemId");

        Assert.Equal(
            [
                "Choose the column of userId.",
                "Choose the column of type.",
                "Two columns give itemId.",
                "Two columns have the name 'b'.",
            ],
            mapping.Problems);
        Assert.Null(mapping.Sample());
    }

    [Fact]
    public void Columns_without_commas_are_a_problem() => Assert.Equal(
        ["The columns must be separated by commas.", "Choose the column of id."],
        Mapping(ImportKind.Items, ["sku;name"], ["1;lamp"]).Problems);

    [Fact]
    public void The_first_row_is_shown_as_the_api_receives_it()
    {
        ImportMapping mapping = Mapping(ImportKind.Items, ["sku", "tags", "weight"], ["i-1", "a|b", "2.5"]);
        mapping.Set(1, "attributes.tags:list");
        mapping.Set(2, "attributes.weight:number");

        Assert.Empty(mapping.Problems);
        Assert.Equal("""{"id":"i-1","attributes":{"tags":["a","b"],"weight":2.5}}""", mapping.Sample());
        Assert.Equal("sku", mapping.Columns["id"]);
    }

    [Fact]
    public void A_column_can_be_an_attribute_with_the_name_of_the_column()
    {
        ImportMapping mapping = Mapping(ImportKind.Items, ["sku", "weight"], ["i-1", "2"]);

        Assert.Equal(
            ["attributes.weight", "attributes.weight:number", "attributes.weight:flag", "attributes.weight:list"],
            mapping.Choices(1).TakeLast(4));
        mapping.Change(ImportKind.Events);
        Assert.Equal("properties.weight", mapping.Choices(1)[^1]);
    }

    private static ImportMapping Mapping(ImportKind kind, string[] header, params string[][] rows) =>
        new(kind, new CsvPreview(header, rows));
}
