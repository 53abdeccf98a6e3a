using Personalization.Client.Events;
using Personalization.Client.Recommendations;

namespace Personalization.Client.Exports;

/// <summary>An event of an export.</summary>
/// <param name="Event">The event.</param>
/// <param name="Cursor">The place in the log after the event. A later export can begin there.</param>
public sealed record ExportedEvent(InteractionEvent Event, string Cursor);

/// <summary>A user's list of an export.</summary>
public sealed record ExportedList
{
    /// <summary>The user.</summary>
    public string UserId { get; init; } = string.Empty;

    /// <summary>The list's id; null when there is no list.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>The items, best first.</summary>
    public IReadOnlyList<RecommendedItem> Items { get; init => field = value ?? []; } = [];

    /// <summary>How the list was produced, see <see cref="FallbackLevels"/>.</summary>
    public string FallbackLevel { get; init; } = FallbackLevels.Fresh;

    /// <summary>Why the list is not fresh; null for a fresh one.</summary>
    public string? FallbackReason { get; init; }

    /// <summary>The model version of the ranking; null without a model.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The profile version that the list reflects; 0 for none.</summary>
    public long ProfileVersion { get; init; }
}
