namespace Personalization.Client.Recommendations;

/// <summary>A page of several rows without repeats.</summary>
public sealed record RecommendationPage
{
    /// <summary>The rows in the order of the request.</summary>
    public IReadOnlyList<PageRow> Rows { get; init => field = value ?? []; } = [];

    /// <summary>The profile version that the page reflects; 0 for none.</summary>
    public long ProfileVersion { get; init; }

    /// <summary>The model version of the ranking; null without a model.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The worst fallback level of the rows, see <see cref="FallbackLevels"/>.</summary>
    public string FallbackLevel { get; init; } = FallbackLevels.Fresh;
}

/// <summary>One row of a page.</summary>
public sealed record PageRow
{
    /// <summary>The row's id.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>The source of the row's items.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>The title to show above the row.</summary>
    public string? Title { get; init; }

    /// <summary>The item or category behind the row; null for none.</summary>
    public string? Evidence { get; init; }

    /// <summary>The row's id for events that result from it.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>The items, best first.</summary>
    public IReadOnlyList<RecommendedItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>How the row was produced, see <see cref="FallbackLevels"/>.</summary>
    public string FallbackLevel { get; init; } = FallbackLevels.Fresh;

    /// <summary>Why the row is not fresh; null for a fresh row.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>The cursor of the row's next items; null for none.</summary>
    public string? Cursor { get; init; }
}
