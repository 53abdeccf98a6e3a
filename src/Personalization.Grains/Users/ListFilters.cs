using System.Collections.Immutable;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>Makes the filters of a user's lists: the client's filter and the rules, with the user's values.</summary>
internal static class ListFilters
{
    /// <summary>Makes the filter of a list for a user.</summary>
    /// <param name="policies">The policies and rules of placements.</param>
    /// <param name="serving">The model and catalog of the list.</param>
    /// <param name="profile">The user.</param>
    /// <param name="query">The query.</param>
    /// <param name="now">The time of the request.</param>
    /// <param name="policy">The policy; null for that of the placement.</param>
    /// <param name="without">The ids of rules that an experiment turns off; null for none.</param>
    public static RecommendationFilter For(
        PlacementPolicies policies,
        ServingState serving,
        UserProfile profile,
        RecommendationQuery query,
        DateTimeOffset now,
        PlacementPolicy? policy = null,
        ImmutableArray<string>? without = null) =>
        Make(policies, serving, profile, profile, query, now, policy ?? policies.For(query.Placement), without);

    /// <summary>Makes the filter of a list that does not depend on the user's history.</summary>
    public static RecommendationFilter ForAll(
        PlacementPolicies policies,
        ServingState serving,
        UserProfile profile,
        RecommendationQuery query,
        DateTimeOffset now) =>
        Make(policies, serving, profile, null, query, now, policies.For(query.Placement));

    private static RecommendationFilter Make(
        PlacementPolicies policies,
        ServingState serving,
        UserProfile profile,
        UserProfile? history,
        RecommendationQuery query,
        DateTimeOffset now,
        PlacementPolicy policy,
        ImmutableArray<string>? without = null)
    {
        FilterBindings bindings = new() { User = profile.Preferences.Attributes, Context = query.Context };
        return new RecommendationFilter(
            serving,
            policy,
            history,
            query.Filter?.Bind(bindings),
            query.Cursor,
            now,
            policies.Rules.For(query.Placement).At(now, bindings, without));
    }
}
