using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>A list that was served to a user. Immutable.</summary>
/// <param name="RecommendationId">The recommendation id of the list, which events carry.</param>
/// <param name="At">The time the list was served.</param>
/// <param name="Items">The items of the list.</param>
/// <param name="IsConfirmed">
/// Whether the list is known to have been shown, even if none of the given events names it.
/// </param>
public sealed record Exposure(
    string RecommendationId, DateTimeOffset At, ImmutableArray<ItemId> Items, bool IsConfirmed = false);

/// <summary>The outcome of one list. Immutable.</summary>
/// <param name="Exposure">The list.</param>
/// <param name="IsActive">
/// Whether the list counts as an exposure: it was shown, where the definition requires that.
/// </param>
/// <param name="Events">The number of events that joined the list.</param>
/// <param name="Reward">The measure of the events; 0 without events.</param>
/// <param name="IsFinal">
/// Whether the list's window has ended. Events reported late can still change the outcome; new events cannot.
/// </param>
public sealed record JoinedOutcome(Exposure Exposure, bool IsActive, int Events, double Reward, bool IsFinal);
