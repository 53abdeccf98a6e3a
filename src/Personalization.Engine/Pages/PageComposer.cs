using System.Collections.Immutable;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>Composes the rows of a page from one profile and one serving state. No item is on two rows.</summary>
/// <remarks>
/// Rows are filled in the given order: an earlier row gets an item that two rows want. When the deadline passes, the
/// remaining rows that need the model show popular items; the others are cheap and are filled as usual.
/// </remarks>
public static class PageComposer
{
    /// <summary>The row reason of an empty row: the source has no item for this user.</summary>
    public const string NoItems = "noItems";

    /// <summary>The row reason of popular items in a row that needs events of the user.</summary>
    public const string NoHistory = "noHistory";

    private const string Deadline = "deadline";
    private const string OptOut = "optOut";

    /// <summary>Composes the rows.</summary>
    /// <param name="state">The state of all rows.</param>
    /// <param name="page">The query.</param>
    /// <param name="recommend">Gets the user's list of a row with at least a number of items if there are
    /// enough.</param>
    /// <param name="deadline">Cancelled at the page's deadline.</param>
    /// <returns>One row per row of the query, in the same order.</returns>
    public static ImmutableArray<ComposedRow> Compose(
        PageState state, PageQuery page, Func<RowQuery, int, RecommendationList> recommend, CancellationToken deadline)
    {
        RowPicker picker = new(state.Serving.Catalog, page.Exclude);
        HashSet<string> seeds = new(StringComparer.Ordinal);
        ImmutableArray<ComposedRow>.Builder rows = ImmutableArray.CreateBuilder<ComposedRow>(page.Rows.Length);
        foreach (RowQuery row in page.Rows)
        {
            int depth = row.Count + picker.Used + row.Exclude.Length + (row.Cap is null ? 0 : row.Count);
            RowCandidates offered = deadline.IsCancellationRequested && NeedsModel(row.Source)
                ? SharedRows.Fallback(state, page, row, Deadline, depth)
                : Offer(state, page, row, depth, seeds, recommend);
            ImmutableArray<RecommendedItem> items = picker.Pick(offered.Items, row);
            rows.Add(new ComposedRow(
                row.Title ?? offered.Title,
                offered.Evidence,
                items,
                offered.Level,
                offered.Reason ?? (items.IsEmpty ? NoItems : null),
                offered.List));
        }

        return rows.MoveToImmutable();
    }

    private static bool NeedsModel(RowSource source) => source is RowSource.Recommended or RowSource.BecauseYouViewed
        or RowSource.Similar or RowSource.BoughtTogether;

    private static RowCandidates Offer(
        PageState state,
        PageQuery page,
        RowQuery row,
        int depth,
        HashSet<string> seeds,
        Func<RowQuery, int, RecommendationList> recommend)
    {
        switch (row.Source)
        {
            case RowSource.Recommended:
                RecommendationList list = recommend(row, depth);
                return new(list.Items, "For you", list.FallbackLevel, list.FallbackReason, null, list);
            case RowSource.Trending:
                return SharedRows.Trending(state, page, row, depth);
            case RowSource.Newest:
                return SharedRows.Newest(state, page, row);
            case RowSource.Popular:
                return SharedRows.Popular(state, page, row, depth);
            case RowSource.Editorial:
                return SharedRows.Editorial(state, page, row);
            case RowSource.Similar:
                return NeighbourRows.Similar(state, page, row, depth);
            case RowSource.BoughtTogether:
                return NeighbourRows.BoughtTogether(state, page, row, depth);
            default:
                return Personal(state, page, row, depth, seeds);
        }
    }

    /// <summary>Offers items that follow from the user's own events; popular or no items after an opt-out.</summary>
    private static RowCandidates Personal(
        PageState state, PageQuery page, RowQuery row, int depth, HashSet<string> seeds)
    {
        if (state.IsOptedOut)
        {
            return row.Source == RowSource.BecauseYouViewed
                ? SharedRows.Fallback(state, page, row, OptOut, depth)
                : new([], PersonalRows.TitleOf(row.Source), FallbackLevel.Popular, OptOut);
        }

        RowCandidates offered = row.Source switch
        {
            RowSource.Continue => PersonalRows.Continue(state, row),
            RowSource.BuyAgain => PersonalRows.BuyAgain(state, row),
            _ => PersonalRows.BecauseYouViewed(state, page, row, depth, seeds)
                ?? SharedRows.Fallback(state, page, row, NoHistory, depth),
        };
        return state.Unconfirmed is { } reason && offered.Level == FallbackLevel.Fresh
            ? offered with { Level = FallbackLevel.Cached, Reason = reason }
            : offered;
    }
}
