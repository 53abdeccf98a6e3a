using Personalization.Abstractions.Catalog;

namespace Personalization.Client.Api.Recommendations;

/// <summary>The fields of a list's item that the request names in <c>fields</c>.</summary>
/// <remarks>FieldSelection writes it. A field that the item does not have is missing.</remarks>
internal sealed record ItemFieldsResponse
{
    /// <summary>The item's id.</summary>
    public string? Id { get; init; }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>The price in the shop's currency.</summary>
    public decimal? Price { get; init; }

    /// <summary>Whether the item is in stock.</summary>
    public bool? Available { get; init; }

    /// <summary>The categories.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The attributes by name, all of them or those that the request names.</summary>
    public IReadOnlyDictionary<string, AttributeValue>? Attributes { get; init; }

    /// <summary>The time from which the item is recommended.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The time until which the item is recommended.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The time the content was published.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The time the item was added to the catalog.</summary>
    public DateTimeOffset? AddedAt { get; init; }
}
