namespace Personalization.Client.Recommendations;

/// <summary>A request for a list.</summary>
public sealed record RecommendationQuery
{
    /// <summary>Where the list is shown, for example <c>home</c>; null for the default placement.</summary>
    public string? Placement { get; init; }

    /// <summary>The number of items, 1 to 200; null for the default of the API, 20.</summary>
    public int? Count { get; init; }

    /// <summary>A filter expression on items; null for all items.</summary>
    public string? Filter { get; init; }

    /// <summary>The item fields to add, for example <c>title</c>, <c>price</c>, <c>attributes.image</c>.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The cursor of the previous page; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The least profile version that the list must reflect, from an event acknowledgement.</summary>
    public long? MinVersion { get; init; }

    /// <summary>The deadline, 1 to 60,000 milliseconds; null for the default of the API.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary>Adds titles and explanations; slower.</summary>
    public bool Explain { get; init; }

    /// <summary>The context of the request; null for none.</summary>
    public RequestContext? Context { get; init; }
}

/// <summary>A request to rank candidates.</summary>
public sealed record RankQuery
{
    /// <summary>The ids of the items to rank, 1 to 1,000.</summary>
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <summary>Where the list is shown; null for the default placement.</summary>
    public string? Placement { get; init; }

    /// <summary>The deadline, 1 to 60,000 milliseconds; null for the default of the API.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary>The context of the request; null for none.</summary>
    public RequestContext? Context { get; init; }
}

/// <summary>A request for items around seeds.</summary>
public sealed record SimilarQuery
{
    /// <summary>The ids of the seed items, for example one item or the cart.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>The user whose taste orders the list; null for no user.</summary>
    public string? UserId { get; init; }

    /// <summary><c>alike</c> or <c>boughtTogether</c>; null for <c>alike</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The number of items, 1 to 200; null for the default of the API.</summary>
    public int? Count { get; init; }

    /// <summary>The ids of items to leave out; null for none.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Filter"/>
    public string? Filter { get; init; }

    /// <summary>The item fields to add; null for none.</summary>
    public IReadOnlyList<string>? Fields { get; init; }
}
