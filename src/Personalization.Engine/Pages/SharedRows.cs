using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Pages;

/// <summary>Rows whose items do not depend on the user, apart from seen items and the category.</summary>
internal static class SharedRows
{
    private const string NoModel = "noModel";
    private const string NoTrend = "noTrend";
    private const string PopularTitle = "Popular now";

    /// <summary>Offers popular items in place of a row that cannot be filled.</summary>
    public static RowCandidates Fallback(
        PageState state, PageQuery page, RowQuery row, string reason, int depth) => new(
        state.Fallback.Popular(state.FilterOf(row), depth), PopularTitle, FallbackLevel.Popular, reason);

    /// <summary>Offers the items that most users chose within the window; popular items without counts.</summary>
    public static RowCandidates Trending(PageState state, PageQuery page, RowQuery row, int depth)
    {
        if (state.Lists.Trending(row.WindowHours) is not { IsEmpty: false } trending)
        {
            return Popular(state, page, row, depth) with { Level = FallbackLevel.Popular, Reason = NoTrend };
        }

        RecommendationFilter filter = state.FilterOf(row);
        string? category = CategoryOf(state, row);
        Reason reason = ReasonOf(category);
        return new(
            trending.Where(item => IsIn(state, item.ItemId, category) && filter.Allows(item.ItemId))
                .Select(item => new RecommendedItem(item.ItemId, item.Score, reason)),
            category is null ? "Trending" : $"Trending in {category}",
            Evidence: category);
    }

    /// <summary>Offers the newest items.</summary>
    public static RowCandidates Newest(PageState state, PageQuery page, RowQuery row)
    {
        RecommendationFilter filter = state.FilterOf(row);
        string? category = CategoryOf(state, row);
        return new(
            state.Lists.Newest.Where(item => IsIn(state, item, category) && filter.Allows(item))
                .Select(item => new RecommendedItem(item, 0, new Reason(ReasonKind.New, null))),
            category is null ? "New arrivals" : $"New in {category}",
            Evidence: category);
    }

    /// <summary>Offers the most popular items.</summary>
    public static RowCandidates Popular(PageState state, PageQuery page, RowQuery row, int depth)
    {
        RecommendationFilter filter = state.FilterOf(row);
        string? category = CategoryOf(state, row);
        string title = category is null ? PopularTitle : $"Popular in {category}";
        if (state.Serving.Model is null)
        {
            return new(
                state.Fallback.Popular(filter, int.MaxValue).Where(item => IsIn(state, item.ItemId, category)),
                title, FallbackLevel.Popular, NoModel, category);
        }

        CandidateFilter within = category is null ? filter : new InCategory(state.Serving, category, filter);
        Reason reason = ReasonOf(category);
        return new(
            ListComposer.PopularAmong(state.Serving, within, depth).Select(item => item with { Reason = reason }),
            title,
            Evidence: category);
    }

    /// <summary>Offers the row's items, or the configured items of its placement, in this order.</summary>
    public static RowCandidates Editorial(PageState state, PageQuery page, RowQuery row)
    {
        RecommendationFilter filter = state.OwnFilterOf(row);
        IEnumerable<ItemId> items = row.Items.IsEmpty
            ? state.PolicyOf(row.Placement ?? page.Placement).StaticItems.Select(ItemId.Create)
            : row.Items;
        return new(
            items.Where(filter.Allows).Select(
                item => new RecommendedItem(item, 0, new Reason(ReasonKind.Configured, null))),
            "Our selection");
    }

    private static Reason ReasonOf(string? category) => category is null
        ? new Reason(ReasonKind.Popular, null)
        : new Reason(ReasonKind.PopularInCategory, category);

    /// <summary>Gets the category of a row; null for all items.</summary>
    private static string? CategoryOf(PageState state, RowQuery row)
    {
        if (!row.CategoryFromProfile || state.IsOptedOut)
        {
            return row.Category;
        }

        foreach (string stated in state.Profile.Preferences.Categories)
        {
            return stated;
        }

        return ProfileSummaries.CategoriesOf(state.Profile, state.Serving.Catalog, state.Now)
            .Select(category => category.Name)
            .FirstOrDefault() ?? row.Category;
    }

    private static bool IsIn(PageState state, ItemId item, string? category) =>
        category is null || InCategory.Has(state.Serving.Catalog.Find(item.Value), category);

    private sealed class InCategory(ServingState serving, string category, CandidateFilter filter) : CandidateFilter
    {
        public override bool Allows(int item) => Has(serving.ItemOf(item), category) && filter.Allows(item);

        public static bool Has(CatalogItem? item, string category)
        {
            foreach (string own in item?.Categories ?? [])
            {
                if (CategoryPath.IsWithin(own, category))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
