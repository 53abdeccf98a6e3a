using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>What a client asks of <c>POST /v1/users/{id}/rank</c>: its own candidates, put in order for the user.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RankQuery")]
public sealed record RankQuery
{
    /// <summary>The caller's candidates, 1 to 1,000 distinct items; all come back, those the engine knows nothing of last, in the caller's order.</summary>
    [Id(0)]
    public required ImmutableArray<ItemId> Candidates { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Placement"/>
    [Id(1)]
    public string Placement { get; init; } = RecommendationQuery.DefaultPlacement;

    /// <inheritdoc cref="RecommendationQuery.DeadlineMs"/>
    [Id(2)]
    public int DeadlineMs { get; init; } = 150;
}
