namespace Personalization.Client.Api.Pages;

/// <summary>The unvalidated body of <c>POST /v1/users/{id}/pages</c>.</summary>
internal sealed record RawPage
{
    /// <summary>The rows, 1 to 20, in the order in which they are filled. No item is on two rows.</summary>
    public IReadOnlyList<RawRow>? Rows { get; init; }

    /// <summary>The placement of rows that name none; it selects the ranking policy. Default: <c>default</c>.</summary>
    public string? Placement { get; init; }

    /// <summary>The deadline of the whole page, milliseconds, 1 to 60,000.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary>The least profile version that the rows must reflect, from an event acknowledgement.</summary>
    public long? MinVersion { get; init; }

    /// <summary>Item ids that no row may have, for example those of the cart; at most 1,000.</summary>
    public IReadOnlyList<string?>? Exclude { get; init; }

    /// <summary>The fields of each item that the rows show, for example <c>title</c> and <c>price</c>.</summary>
    public IReadOnlyList<string?>? Fields { get; init; }
}

/// <summary>One unvalidated row.</summary>
internal sealed record RawRow
{
    /// <summary>The client's name of the row, 1 to 64 characters, unique on the page.</summary>
    public string? Id { get; init; }

    /// <summary>The source of the items.</summary>
    public string? Source { get; init; }

    /// <summary>The title, at most 256 characters; the source's own title when missing.</summary>
    public string? Title { get; init; }

    /// <summary>The number of items, 1 to 100; default 10.</summary>
    public int? Count { get; init; }

    /// <summary>The placement; that of the page when missing.</summary>
    public string? Placement { get; init; }

    /// <summary>The filter for the items.</summary>
    public string? Filter { get; init; }

    /// <summary>The category path of trending, newest and popular items.</summary>
    public string? Category { get; init; }

    /// <summary>True takes the leading category of the user.</summary>
    public bool? CategoryFromProfile { get; init; }

    /// <summary>The window of trending items: <c>1h</c>, <c>24h</c> (default) or <c>7d</c>.</summary>
    public string? Window { get; init; }

    /// <summary>The seeds of similar and boughtTogether, or the editorial items; at most 100 item ids.</summary>
    public IReadOnlyList<string?>? Items { get; init; }

    /// <summary>Item ids that the row must not have; at most 1,000.</summary>
    public IReadOnlyList<string?>? Exclude { get; init; }

    /// <summary>The limit of items with one value of an attribute.</summary>
    public RawCap? Cap { get; init; }

    /// <summary>The row's cursor of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>An unvalidated cap.</summary>
internal sealed record RawCap
{
    /// <summary>The attribute's name, or <c>category</c> for the leading category.</summary>
    public string? Attribute { get; init; }

    /// <summary>The most items with one value, 1 to 100.</summary>
    public int? Most { get; init; }

    /// <summary>The number of consecutive positions, 1 to 100; default 10.</summary>
    public int? Window { get; init; }
}
