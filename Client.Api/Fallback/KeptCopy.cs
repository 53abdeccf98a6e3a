using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Lists;

namespace Personalization.Client.Api.Fallback;

/// <summary>A copy of a list that the engine served. Immutable.</summary>
/// <param name="User">Whose.</param>
/// <param name="Placement">Where it was to be shown.</param>
/// <param name="Filter">The filter as the client wrote it; null for none.</param>
/// <param name="Count">How many items were asked for.</param>
/// <param name="List">The list.</param>
internal sealed record KeptCopy(UserId User, string Placement, string? Filter, int Count, ServedList List)
{
    /// <summary>Whether it answers a query, any page but the first apart.</summary>
    public bool Answers(UserId user, RecommendationQuery query) =>
        User == user && Count == query.Count && string.Equals(Placement, query.Placement, StringComparison.Ordinal) && string.Equals(Filter, query.Filter?.Text, StringComparison.Ordinal);
}
