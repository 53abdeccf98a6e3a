using System.ComponentModel.DataAnnotations;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Pages;

/// <summary>The body of <c>POST /v1/users/{id}/pages</c>.</summary>
internal sealed record RawPage
{
    /// <summary>The rows, 1 to 20, in the order in which they are filled. No item is on two rows.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<RawRow>? Rows { get; init; }

    /// <summary>The placement of rows that name none; it selects the ranking policy. Default: <c>default</c>.</summary>
    [MaxLength(128)]
    public string? Placement { get; init; }

    /// <summary>The deadline of the whole page, milliseconds, 1 to 60,000.</summary>
    [Range(1, 60_000)]
    public int? DeadlineMs { get; init; }

    /// <summary>The least profile version that the rows must reflect, from an event acknowledgement.</summary>
    public long? MinVersion { get; init; }

    /// <summary>Item ids that no row may have, for example those of the cart; at most 1,000.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string?>? Exclude { get; init; }

    /// <summary>The context of the request, for rules.</summary>
    public RawContext? Context { get; init; }

    /// <summary>The fields of each item that the rows show, for example <c>title</c> and <c>price</c>.</summary>
    [MinLength(1)]
    public IReadOnlyList<string?>? Fields { get; init; }
}

/// <summary>One row of a page.</summary>
internal sealed record RawRow
{
    /// <summary>The client's name of the row, 1 to 64 characters, unique on the page.</summary>
    [Required, MinLength(1), MaxLength(64)]
    public string? Id { get; init; }

    /// <summary>The source of the items.</summary>
    [Required]
    [AllowedValues(
        "recommended", "becauseYouViewed", "continue", "trending", "newest", "popular", "similar", "boughtTogether",
        "buyAgain", "editorial")]
    public string? Source { get; init; }

    /// <summary>The title, at most 256 characters; the source's own title when missing.</summary>
    [MinLength(1), MaxLength(256)]
    public string? Title { get; init; }

    /// <summary>The number of items, 1 to 100; default 10.</summary>
    [Range(1, 100)]
    public int? Count { get; init; }

    /// <summary>The placement; that of the page when missing.</summary>
    [MaxLength(128)]
    public string? Placement { get; init; }

    /// <summary>The filter for the items.</summary>
    public string? Filter { get; init; }

    /// <summary>The category path of trending, newest and popular items.</summary>
    [MinLength(1), MaxLength(128)]
    public string? Category { get; init; }

    /// <summary>True takes the leading category of the user.</summary>
    public bool? CategoryFromProfile { get; init; }

    /// <summary>The window of trending items: <c>1h</c>, <c>24h</c> (default) or <c>7d</c>.</summary>
    [AllowedValues("1h", "24h", "7d")]
    public string? Window { get; init; }

    /// <summary>The seeds of similar and boughtTogether, or the editorial items; at most 100 item ids.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string?>? Items { get; init; }

    /// <summary>Item ids that the row must not have; at most 1,000.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<string?>? Exclude { get; init; }

    /// <summary>The limit of items with one value of an attribute.</summary>
    public RawCap? Cap { get; init; }

    /// <summary>The row's cursor of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A cap.</summary>
internal sealed record RawCap
{
    /// <summary>The attribute's name, or <c>category</c> for the leading category.</summary>
    [Required, MinLength(1), MaxLength(128)]
    public string? Attribute { get; init; }

    /// <summary>The most items with one value, 1 to 100.</summary>
    [Required, Range(1, 100)]
    public int? Most { get; init; }

    /// <summary>The number of consecutive positions, 1 to 100; default 10.</summary>
    [Range(1, 100)]
    public int? Window { get; init; }
}
