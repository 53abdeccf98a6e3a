using Personalization.Client.Items;

namespace Personalization.Client.Recommendations;

/// <summary>A list of recommended items.</summary>
public sealed record RecommendationList
{
    /// <summary>The list's id. Send it with the events that result from the list.</summary>
    public string RecommendationId { get; init; } = string.Empty;

    /// <summary>The items, best first.</summary>
    public IReadOnlyList<RecommendedItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>How the list was produced, see <see cref="FallbackLevels"/>.</summary>
    public string FallbackLevel { get; init; } = FallbackLevels.Fresh;

    /// <summary>
    /// Why the list is not fresh, for example <c>deadline</c> or <c>noModel</c>; null for a fresh list.
    /// </summary>
    public string? FallbackReason { get; init; }

    /// <summary>The age of the ranking, milliseconds.</summary>
    public long AgeMs { get; init; }

    /// <summary>The model version of the ranking; null without a model.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The profile version that the list reflects; 0 for none.</summary>
    public long ProfileVersion { get; init; }

    /// <summary>The experiment arm of the list; null for none.</summary>
    public string? Arm { get; init; }

    /// <summary>The cursor of the next page; null on the last page.</summary>
    public string? Cursor { get; init; }
}

/// <summary>One item of a list.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Score">The score. Higher is better; comparable within one list only.</param>
/// <param name="Reason">The reason for the item; null when the API gives none.</param>
/// <param name="Item">The fields that the request asked for; null for none.</param>
/// <param name="Title">The title; with <c>Explain</c> only.</param>
/// <param name="Propensity">The probability, 0 to 1, with which exploration selected the item; null for other
/// items.</param>
public sealed record RecommendedItem(
    string Id,
    double Score,
    Reason? Reason = null,
    ItemFields? Item = null,
    string? Title = null,
    double? Propensity = null);

/// <summary>The reason for an item.</summary>
/// <param name="Kind">For example <c>similarTaste</c>, <c>chosenTogether</c> or <c>popular</c>.</param>
/// <param name="Evidence">The id of the item or the category behind the reason; null for none.</param>
/// <param name="Text">The reason as a sentence; with <c>Explain</c> only.</param>
public sealed record Reason(string Kind, string? Evidence = null, string? Text = null);
