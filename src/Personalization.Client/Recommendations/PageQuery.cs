namespace Personalization.Client.Recommendations;

/// <summary>A page of several rows in one call. No item appears twice.</summary>
public sealed record PageQuery
{
    /// <summary>Where the page is shown; null for the default placement.</summary>
    public string? Placement { get; init; }

    /// <summary>The deadline of the whole page, milliseconds; null for the default of the API.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary>The item fields to add; null for none.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>The context of the request; null for none.</summary>
    public RequestContext? Context { get; init; }

    /// <summary>The rows, 1 to 20.</summary>
    public required IReadOnlyList<PageRowQuery> Rows { get; init; }
}

/// <summary>One row of a page request.</summary>
public sealed record PageRowQuery
{
    /// <summary>The row's id, unique on the page.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The source: recommended, becauseYouViewed, continue, trending, newest, popular, similar, boughtTogether,
    /// buyAgain or editorial.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The title; null for the title of the source.</summary>
    public string? Title { get; init; }

    /// <summary>The number of items, 1 to 100; null for the default of the API.</summary>
    public int? Count { get; init; }

    /// <summary>The placement of the row; null for that of the page.</summary>
    public string? Placement { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Filter"/>
    public string? Filter { get; init; }

    /// <summary>The category of the row's items; null for all.</summary>
    public string? Category { get; init; }

    /// <summary>Whether the row takes the user's strongest category.</summary>
    public bool? CategoryFromProfile { get; init; }

    /// <summary>The window of trending items: <c>1h</c>, <c>24h</c> or <c>7d</c>; null for the default.</summary>
    public string? Window { get; init; }

    /// <summary>The seed items, or the items of an editorial row; null for none.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>The ids of items to leave out; null for none.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>The most items with one value of an attribute; null for no limit.</summary>
    public RowCap? Cap { get; init; }
}

/// <summary>The most items with one value of an attribute in each window of positions.</summary>
/// <param name="Attribute">The attribute, for example <c>brand</c>.</param>
/// <param name="Most">The most items with one value, at least 1.</param>
/// <param name="Window">The number of consecutive positions.</param>
public sealed record RowCap(string Attribute, int Most, int Window);
