using Personalization.Abstractions.Catalog;

namespace Personalization.Client.Api.Export;

/// <summary>An item of an export, as <c>POST /v1/items</c> takes it.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Title">The title.</param>
/// <param name="Categories">The categories.</param>
/// <param name="Attributes">The attributes by name, sorted by name.</param>
/// <param name="Price">The price in the shop's currency.</param>
/// <param name="Available">Whether the item is in stock.</param>
/// <param name="ValidFrom">The time from which the item is recommended.</param>
/// <param name="ValidUntil">The time until which the item is recommended.</param>
/// <param name="PublishedAt">The time the content was published.</param>
internal sealed record ExportedItem(
    string Id,
    string? Title,
    IReadOnlyList<string> Categories,
    IReadOnlyDictionary<string, AttributeValue> Attributes,
    decimal? Price,
    bool Available,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil,
    DateTimeOffset? PublishedAt)
{
    /// <summary>Makes the line of an item.</summary>
    public static ExportedItem Of(CatalogItem item) => new(
        item.Id.Value,
        item.Title,
        item.Categories,
        new SortedDictionary<string, AttributeValue>(
            item.AllAttributes.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        item.Price,
        item.Available,
        item.ValidFrom,
        item.ValidUntil,
        item.PublishedAt);
}
