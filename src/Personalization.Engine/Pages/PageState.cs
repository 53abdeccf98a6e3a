using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>The state that all rows of a page are composed from.</summary>
/// <param name="Serving">The model and the catalog.</param>
/// <param name="Fallback">The popular items.</param>
/// <param name="Lists">The newest and the trending items.</param>
/// <param name="Profile">The user.</param>
/// <param name="PolicyOf">Finds the policy of a placement.</param>
/// <param name="Filters">
/// Makes the filter of a row: its own filter, its cursor, the rules of its placement, and a policy, or null for that of
/// the placement. After an opt-out the filter must not depend on the user's events.
/// </param>
/// <param name="Now">The time of the request.</param>
public sealed record PageState(
    ServingState Serving,
    FallbackLists Fallback,
    RowLists Lists,
    UserProfile Profile,
    Func<string, PlacementPolicy> PolicyOf,
    Func<RowQuery, PlacementPolicy?, RecommendationFilter> Filters,
    DateTimeOffset Now)
{
    private static readonly PlacementPolicy Own = new() { SeenItems = SeenItems.Allow };

    /// <summary>Why lists of this user cannot be fresh; null when they can.</summary>
    public string? Unconfirmed { get; init; }

    /// <summary>Whether rows must not depend on what the user did.</summary>
    public bool IsOptedOut => Profile.Preferences.OptOut;

    /// <summary>Gets the title of an item; its id when it has none.</summary>
    internal string TitleOf(string item) => Serving.Catalog.Find(item) is { Deleted: false, Title: { } title }
        ? title
        : item;

    /// <summary>Gets the filter of a row.</summary>
    internal RecommendationFilter FilterOf(RowQuery row) => Filters(row, null);

    /// <summary>Gets a filter that allows seen items, for rows of the user's own items.</summary>
    internal RecommendationFilter OwnFilterOf(RowQuery row) => Filters(row, Own);
}
