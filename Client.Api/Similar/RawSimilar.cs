using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Similar;

/// <summary>The body of <c>POST /v1/items/similar</c>.</summary>
internal sealed record RawSimilar
{
    /// <summary>The items that the list is about, for example those of a cart; 1 to 100 ids.</summary>
    [Required, MinLength(1), MaxLength(100)]
    public IReadOnlyList<string?>? Items { get; init; }

    /// <summary>The user whose seen items, opt-out and rules apply; missing for a list that is equal for all.</summary>
    [MaxLength(256)]
    public string? UserId { get; init; }

    /// <summary>
    /// <c>alike</c> (default): items like the given ones; <c>boughtTogether</c>: bought in one basket with them.
    /// </summary>
    [AllowedValues("alike", "boughtTogether")]
    public string? Mode { get; init; }

    /// <summary>The number of items, 1 to 100; default 20.</summary>
    [Range(1, 100)]
    public int? Count { get; init; }

    /// <summary>Item ids that the list must not have; at most 1,000.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string?>? Exclude { get; init; }

    /// <summary>The filter for the items. Without a user, <c>item.NAME</c> is a field of the first item.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields of each item that the answer shows, for example <c>title</c>.</summary>
    [MinLength(1)]
    public IReadOnlyList<string?>? Fields { get; init; }

    /// <summary>Whether the answer has titles and explanations; slower.</summary>
    public bool? Explain { get; init; }
}
