using Personalization.Abstractions.Recommendations;

namespace Personalization.Grains.Users;

/// <summary>The parts of a query that select one of the user's cached lists.</summary>
/// <param name="Placement">The placement.</param>
/// <param name="Filter">The filter as the client wrote it; null for none.</param>
/// <param name="Context">The context as text; null for none.</param>
internal readonly record struct ListKey(string Placement, string? Filter, string? Context)
{
    /// <summary>Returns the key of a query.</summary>
    public static ListKey Of(RecommendationQuery query) =>
        new(query.Placement, query.Filter?.Text, query.Context?.ToKey());
}
