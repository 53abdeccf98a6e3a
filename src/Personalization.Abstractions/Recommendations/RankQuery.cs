using System.Collections.Immutable;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>
/// A validated query of <c>POST /v1/users/{id}/rank</c>, which orders the client's candidates for the user. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.RankQuery")]
public sealed record RankQuery
{
    /// <summary>The client's candidates, 1 to 1,000 distinct items.</summary>
    /// <remarks>
    /// The answer contains those that <see cref="Filter"/> allows. Unknown items come last, in the client's order.
    /// </remarks>
    [Id(0)]
    public required ImmutableArray<ItemId> Candidates { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Placement"/>
    [Id(1)]
    public string Placement { get; init; } = RecommendationQuery.DefaultPlacement;

    /// <inheritdoc cref="RecommendationQuery.DeadlineMs"/>
    [Id(2)]
    public int DeadlineMs { get; init; } = 150;

    /// <summary>The filter for the candidates; null for all candidates.</summary>
    [Id(3)]
    public ItemFilter? Filter { get; init; }

    /// <inheritdoc cref="RecommendationQuery.Context"/>
    [Id(4)]
    public ListContext? Context { get; init; }
}
