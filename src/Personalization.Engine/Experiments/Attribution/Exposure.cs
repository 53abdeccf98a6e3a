using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>A list that a user was served.</summary>
/// <param name="RecommendationId">The list's id; events name it.</param>
/// <param name="At">When it was served.</param>
/// <param name="Items">The items on it.</param>
/// <param name="IsConfirmed">Whether it is known that it was shown, also when none of the events at hand names it.</param>
public sealed record Exposure(string RecommendationId, DateTimeOffset At, ImmutableArray<ItemId> Items, bool IsConfirmed = false);
