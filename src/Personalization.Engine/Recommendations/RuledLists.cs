using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Merchandising;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Recommendations;

/// <summary>Applies merchandising rules to ranked lists.</summary>
/// <remarks>
/// Order: include and exclude in the scan, boost on the scores before diversification, then bury, share, cap and pin on
/// the ranked list.
/// </remarks>
public static class RuledLists
{
    private const int ExtraPool = 100;

    /// <summary>Returns how many items to rank, so that boosts, shares and caps can choose.</summary>
    public static int PoolOf(RecommendationFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Rules.Moves || filter.Rules.Boosts ? (limit * 2) + ExtraPool : limit;
    }

    /// <summary>Arranges a ranked list. The list is valid until the rules can change.</summary>
    public static ComposedList Arrange(
        ComposedList pool, ServingState serving, RecommendationFilter filter, int limit)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(serving);
        ArgumentNullException.ThrowIfNull(filter);
        ImmutableArray<RecommendedItem> items = Arrange(pool.Items, serving, filter, limit);
        DateTimeOffset until = pool.ValidUntil < filter.Rules.Until ? pool.ValidUntil : filter.Rules.Until;
        foreach (PinAction pin in filter.Rules.Pins)
        {
            until = serving.Catalog.Find(pin.Item.Value)?.ValidUntil is { } end && end < until ? end : until;
        }

        return new ComposedList(items, until);
    }

    /// <summary>Arranges the items of a list.</summary>
    public static ImmutableArray<RecommendedItem> Arrange(
        ImmutableArray<RecommendedItem> pool, ServingState serving, RecommendationFilter filter, int limit) =>
        RuleArranger.Arrange(
            pool, filter.Rules, item => serving.Catalog.Find(item.Value), filter.AllowsPin, limit, filter.Offset);

    /// <summary>Appends items for shares that the ranked items cannot reach.</summary>
    internal static RankedItem[] WithShares(
        RankedItem[] ranked,
        ServingState serving,
        UserSignal signal,
        RecommendationFilter filter,
        int limit,
        ImmutableArray<string>? sources,
        CancellationToken cancellationToken)
    {
        foreach (ShareAction share in filter.Rules.Shares)
        {
            int wanted = (int)Math.Ceiling(limit * share.Percent / 100);
            if (ranked.Count(item => share.Filter.Allows(serving.ItemOf(item.Item))) >= wanted)
            {
                continue;
            }

            HashSet<int> known = [.. ranked.Select(item => item.Item)];
            RankedItem[] more = serving.Model!.Recommend(
                signal, new ShareFilter(serving, filter, share), wanted, cancellationToken, sources);
            ranked = [.. ranked, .. more.Where(item => !known.Contains(item.Item))];
        }

        return ranked;
    }

    private sealed class ShareFilter(ServingState serving, RecommendationFilter filter, ShareAction share)
        : CandidateFilter
    {
        public override bool RefusesSeen => filter.RefusesSeen;

        public override bool Allows(int item) =>
            serving.ItemOf(item) is { } entry && share.Filter.Allows(entry) && filter.Allows(item);
    }
}
