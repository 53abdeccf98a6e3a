using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>The items of the first fallback level that has any.</summary>
/// <param name="Level">The level.</param>
/// <param name="Items">The items, best first.</param>
/// <param name="ModelVersion">The model behind the items; null for none.</param>
/// <param name="Cached">The list that the items come from; null for a level that is the same for many users.</param>
internal readonly record struct FallbackItems(
    FallbackLevel Level, ImmutableArray<RecommendedItem> Items, string? ModelVersion, CachedList? Cached = null)
{
    /// <summary>Finds items: the cached list, the user's segment, popular items, the configured list.</summary>
    public static FallbackItems Find(
        ServingHolder holder,
        PlacementPolicies policies,
        UserProfile profile,
        RecommendationQuery query,
        CachedList? cached,
        DateTimeOffset now)
    {
        ServingState serving = holder.Current;
        RecommendationFilter gate = ListFilters.For(policies, serving, profile, query, now);
        if (cached is not null && !profile.Preferences.OptOut && !holder.IsWithdrawn(cached.ModelVersion))
        {
            ImmutableArray<RecommendedItem> still = RuledLists.Arrange(
                [.. cached.List.Items.Where(item => gate.StillAllows(item.ItemId))], serving, gate, query.Count);
            if (!still.IsEmpty)
            {
                return new(FallbackLevel.Cached, still, cached.ModelVersion, cached);
            }
        }

        FallbackLists fallback = holder.Fallback;
        int pool = RuledLists.PoolOf(gate, query.Count);
        if (!profile.Preferences.OptOut
            && fallback.Segment(profile, gate, pool) is { IsEmpty: false } segment)
        {
            return new(
                FallbackLevel.Segment,
                RuledLists.Arrange(segment, serving, gate, query.Count),
                fallback.ModelVersion);
        }

        if (fallback.Popular(gate, pool) is { IsEmpty: false } popular)
        {
            return new(
                FallbackLevel.Popular,
                ListComposer.FillPopular(popular, serving, gate, query.Count).Items,
                fallback.ModelVersion);
        }

        ComposedList configured = ListComposer.ComposeStatic(
            serving, policies.For(query.Placement), gate, query.Count);
        return new(FallbackLevel.Static, configured.Items, null);
    }
}
