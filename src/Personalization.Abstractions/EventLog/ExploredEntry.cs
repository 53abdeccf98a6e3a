using System.Collections.Immutable;

namespace Personalization.Abstractions.EventLog;

/// <summary>A list that explored was shown, as the first event that names it proves; logged with that event, just before it. What rewards are learnt and policies judged from.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExploredEntry")]
public sealed record ExploredEntry : LogEntry
{
    /// <summary>The list's id.</summary>
    [Id(0)]
    public required string RecommendationId { get; init; }

    /// <summary>Where it was shown.</summary>
    [Id(1)]
    public required string Placement { get; init; }

    /// <summary>What was drawn, by position.</summary>
    [Id(2)]
    public required ImmutableArray<ExploredAction> Draws { get; init; }
}
