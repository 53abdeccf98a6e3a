using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>Rows of items around other items.</summary>
internal static class NeighbourRows
{
    private const string NoModel = "noModel";
    private const string UnknownItem = "unknownItem";
    private const string NoBaskets = "noBaskets";
    private const string NoSeed = "noHistory";

    /// <summary>Offers items like the row's items.</summary>
    public static RowCandidates Similar(PageState state, PageQuery page, RowQuery row, int depth) =>
        Like(state, page, row, row.Items, depth);

    /// <summary>Offers items like some items; popular items of their category for unknown ones.</summary>
    public static RowCandidates Like(
        PageState state, PageQuery page, RowQuery row, ImmutableArray<ItemId> seeds, int depth)
    {
        RecommendationFilter filter = state.FilterOf(row);
        string title = $"Similar to {string.Join(", ", seeds.Take(2).Select(seed => state.TitleOf(seed.Value)))}";
        ImmutableArray<RecommendedItem> similar =
            ListComposer.ComposeSimilar(state.Serving, seeds, filter, depth).Items;
        return similar.IsEmpty
            ? InCategoryOf(state, filter, seeds, title, depth)
            : new(similar, title, Evidence: seeds[0].Value);
    }

    /// <summary>
    /// Offers items that are bought in one basket with the row's items, or else with the user's last cart item or
    /// purchase.
    /// </summary>
    public static RowCandidates BoughtTogether(PageState state, PageQuery page, RowQuery row, int depth)
    {
        ImmutableArray<ItemId> seeds = row.Items.IsEmpty ? LastChosen(state) : row.Items;
        if (seeds.IsEmpty)
        {
            return SharedRows.Fallback(state, page, row, NoSeed, depth);
        }

        RecommendationFilter filter = state.FilterOf(row);
        string title = $"Often bought with {state.TitleOf(seeds[0].Value)}";
        ImmutableArray<RecommendedItem> together =
            ListComposer.ComposeTogether(state.Serving, seeds, filter, depth).Items;
        return together.IsEmpty
            ? Like(state, page, row, seeds, depth) with { Level = FallbackLevel.Segment, Reason = NoBaskets }
            : new(together, title, Evidence: seeds[0].Value);
    }

    private static RowCandidates InCategoryOf(
        PageState state, RecommendationFilter filter, ImmutableArray<ItemId> seeds, string title, int depth)
    {
        string reason = state.Serving.Model is null ? NoModel : UnknownItem;
        foreach (ItemId seed in seeds)
        {
            if (state.Serving.Catalog.Find(seed.Value)?.Categories is [var category, ..]
                && state.Fallback.InCategory(category, filter, depth + seeds.Length) is { IsEmpty: false } popular)
            {
                return new(
                    popular.Where(item => !seeds.Contains(item.ItemId)), title, FallbackLevel.Segment, reason,
                    seed.Value);
            }
        }

        return new(
            state.Fallback.Popular(filter, depth + seeds.Length).Where(item => !seeds.Contains(item.ItemId)),
            "Popular now", FallbackLevel.Popular, reason);
    }

    private static ImmutableArray<ItemId> LastChosen(PageState state) => state.IsOptedOut
        ? []
        :
        [
            .. PersonalRows.LatestItems(
                    state.Profile,
                    done => done.Type is Abstractions.Events.EventTypes.Purchase
                        or Abstractions.Events.EventTypes.AddToCart)
                .Take(3)
                .Select(ItemId.Create),
        ];
}
