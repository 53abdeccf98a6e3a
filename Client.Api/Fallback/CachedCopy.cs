using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Fallback;

/// <summary>A copy of a list that the engine served. Immutable.</summary>
/// <param name="User">Whose.</param>
/// <param name="Placement">Where it was to be shown.</param>
/// <param name="Filter">The filter as the client wrote it; null for none.</param>
/// <param name="Count">How many items were asked for.</param>
/// <param name="List">The list.</param>
internal sealed record CachedCopy(UserId User, string Placement, string? Filter, int Count, ServedList List)
{
    private readonly RenderedList _rendered = List.Rendered;

    /// <summary>
    /// Whether an answer to a query has the items of this copy. In this process the rendering is the very same, which
    /// is one user's, of one placement, filter and length; from a silo each answer has a rendering of its own, and of
    /// the fresh ones those are the same that were ranked at the same instant.
    /// </summary>
    public bool IsSame(UserId user, RecommendationQuery query, ServedList list) =>
        ReferenceEquals(_rendered, list.Rendered) || (list.FallbackLevel == FallbackLevel.Fresh
            && List.FallbackLevel == FallbackLevel.Fresh
            && List.RankedAt == list.RankedAt
            && Answers(user, query));

    /// <summary>Whether it answers a query, any page but the first apart.</summary>
    public bool Answers(UserId user, RecommendationQuery query) =>
        User == user
        && Count == query.Count
        && string.Equals(Placement, query.Placement, StringComparison.Ordinal)
        && string.Equals(Filter, query.Filter?.Text, StringComparison.Ordinal);
}
