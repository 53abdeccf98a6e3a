using System.ComponentModel.DataAnnotations;

namespace Personalization.Abstractions.Catalog;

/// <summary>
/// An item or the change of an item. A missing field keeps the value in a change; otherwise it is empty.
/// </summary>
public sealed record RawItem
{
    /// <summary>The item: printable text of 1 to 256 characters. Required in a batch, else the path names it.</summary>
    [MaxLength(256)]
    public string? Id { get; init; }

    /// <summary>The title, at most 512 characters.</summary>
    [MaxLength(512)]
    public string? Title { get; init; }

    /// <summary>The categories, at most 32. A path separates its parts by <c>/</c>.</summary>
    [MaxLength(32)]
    public IReadOnlyList<string?>? Categories { get; init; }

    /// <summary>
    /// The attributes by name: strings, numbers, true or false, or arrays of strings. Null removes an attribute. At
    /// most 64 names of 64 characters.
    /// </summary>
    public IReadOnlyDictionary<string, AttributeValue?>? Attributes { get; init; }

    /// <summary>The price in the shop's currency, 0 to 1e9.</summary>
    [Range(0, 1e9)]
    public decimal? Price { get; init; }

    /// <summary>Whether the item is in stock. Default: true.</summary>
    public bool? Available { get; init; }

    /// <summary>The time from which the item is recommended.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The time until which the item is recommended.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The time the content was published. Newest items are ordered by it.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
}
