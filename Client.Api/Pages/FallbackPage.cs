using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Fallback;

namespace Personalization.Client.Api.Pages;

/// <summary>Builds a page from the API's own copy of the popular items, without the engine.</summary>
internal static class FallbackPage
{
    private const int MaxCopy = 200;

    /// <summary>Fills the rows with popular items, none twice.</summary>
    /// <param name="page">The query.</param>
    /// <param name="copies">The API's copies.</param>
    /// <param name="reason">Why the engine gave no page.</param>
    /// <returns>The page; null when the API has no copy yet.</returns>
    public static PageAnswer? Of(PageQuery page, FallbackLists copies, string reason)
    {
        HashSet<ItemId> used = [.. page.Exclude];
        ImmutableArray<PageRow>.Builder rows = ImmutableArray.CreateBuilder<PageRow>(page.Rows.Length);
        foreach (RowQuery row in page.Rows)
        {
            RecommendationQuery query = new()
            {
                Placement = row.Placement ?? page.Placement,
                Count = MaxCopy,
                Filter = row.Filter,
                Cursor = row.Cursor,
            };
            if ((copies.Popular(query, reason) ?? copies.Static(query, reason)) is not { } list)
            {
                return null;
            }

            // Popular items under a title such as "Continue" would be wrong.
            bool isOwn = row.Source is RowSource.Continue or RowSource.BuyAgain;
            ImmutableArray<RecommendedItem> items =
            [
                .. list.Items.Where(item => !isOwn && !row.Exclude.Contains(item.ItemId))
                    .Where(item => used.Add(item.ItemId))
                    .Take(row.Count),
            ];
            rows.Add(new PageRow(
                row.Id, row.Source, row.Title ?? "Popular now", null, list with { Items = items, Next = null }));
        }

        ImmutableArray<PageRow> all = rows.MoveToImmutable();
        return new PageAnswer(all, 0, all[0].List.ModelVersion);
    }
}
