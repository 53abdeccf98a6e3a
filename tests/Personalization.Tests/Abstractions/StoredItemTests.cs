using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;

namespace Personalization.Tests.Abstractions;

/// <summary>The JSON form of items in every store. Existing names and kinds of values must not change.</summary>
public sealed class StoredItemTests
{
    private const string Old = """
        {"id":"p-1","title":"Tent","categories":["tents"],"attributes":{"brand":"Kestrel"},"price":99.90,
         "available":true,"deleted":false,"addedAt":"2026-11-01T00:00:00+00:00"}
        """;

    [Fact]
    public void An_item_of_an_earlier_version_is_read()
    {
        CatalogItem item = JsonSerializer.Deserialize(Old, StorageJson.Default.CatalogItem)!;
        Assert.Equal("Kestrel", item.AttributeOf("brand")!.Value.Text);
        Assert.Null(item.AttributeOf("rating"));
        Assert.Null(item.TypedAttributes);
        Assert.Equal(item.AddedAt, item.NewSince);
    }

    [Fact]
    public void An_item_with_string_attributes_is_stored_as_before()
    {
        CatalogItem item = JsonSerializer.Deserialize(Old, StorageJson.Default.CatalogItem)!;
        Assert.Equal(
            Old.ReplaceLineEndings(string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal),
            JsonSerializer.Serialize(item, StorageJson.Default.CatalogItem)
                .Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public void Typed_attributes_are_stored_apart_because_earlier_versions_read_strings_only()
    {
        CatalogItem item = new()
        {
            Id = ItemId.Create("p-1"),
            Attributes = ImmutableDictionary<string, string>.Empty.Add("brand", "Kestrel"),
            TypedAttributes = ImmutableDictionary<string, AttributeValue>.Empty.Add("rating", 4.5),
            PublishedAt = DateTimeOffset.UnixEpoch,
        };
        string json = JsonSerializer.Serialize(item, StorageJson.Default.CatalogItem);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("""{"brand":"Kestrel"}""", document.RootElement.GetProperty("attributes").GetRawText());
        Assert.Equal("""{"rating":4.5}""", document.RootElement.GetProperty("typedAttributes").GetRawText());
        CatalogItem read = JsonSerializer.Deserialize(json, StorageJson.Default.CatalogItem)!;
        Assert.True(read.HasSameContent(item));
        Assert.Equal(DateTimeOffset.UnixEpoch, read.NewSince);
    }
}
