using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Fallback;

/// <summary>A copy of a list that the engine served. Immutable.</summary>
/// <param name="User">The user of the list.</param>
/// <param name="Placement">The placement of the list.</param>
/// <param name="Filter">The filter as the client wrote it; null for none.</param>
/// <param name="Context">The context as text; null for none.</param>
/// <param name="Count">The number of items requested.</param>
/// <param name="List">The list.</param>
internal sealed record CachedCopy(
    UserId User, string Placement, string? Filter, string? Context, int Count, ServedList List)
{
    private readonly RenderedList _rendered = List.Rendered;

    /// <summary>True if the engine's list for a query has the items of this copy.</summary>
    /// <remarks>
    /// An engine in this process returns the same rendering object for the same user, placement, filter and count. A
    /// remote silo sends a new object each time; two fresh lists of one query are equal when ranked at the same
    /// instant.
    /// </remarks>
    public bool IsSame(UserId user, RecommendationQuery query, ServedList list) =>
        ReferenceEquals(_rendered, list.Rendered) || (list.FallbackLevel == FallbackLevel.Fresh
            && List.FallbackLevel == FallbackLevel.Fresh
            && List.RankedAt == list.RankedAt
            && Answers(user, query));

    /// <summary>True if this copy answers the first page of a query.</summary>
    public bool Answers(UserId user, RecommendationQuery query) =>
        User == user
        && Count == query.Count
        && string.Equals(Placement, query.Placement, StringComparison.Ordinal)
        && string.Equals(Filter, query.Filter?.Text, StringComparison.Ordinal)
        && string.Equals(Context, query.Context?.ToKey(), StringComparison.Ordinal);
}
