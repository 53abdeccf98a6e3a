using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>Lists that all pages share: the newest items and the trending items. Immutable.</summary>
/// <remarks>Computed ahead and replaced as a whole, so that a page only reads them.</remarks>
public sealed class RowLists
{
    private const int MaxNewest = 5_000;

    private readonly CatalogSnapshot _catalog;
    private readonly TrendingItems? _trending;

    private RowLists(CatalogSnapshot catalog, ImmutableArray<ItemId> newest, TrendingItems? trending)
    {
        _catalog = catalog;
        _trending = trending;
        Newest = newest;
    }

    /// <summary>Empty lists.</summary>
    public static RowLists Empty { get; } = new(CatalogSnapshot.Empty, [], null);

    /// <summary>The newest available items of the catalog, newest first; at most 5,000.</summary>
    public ImmutableArray<ItemId> Newest { get; }

    /// <summary>Computes the lists; reuses those of earlier lists when the catalog is the same.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="trending">The trending items; null for none.</param>
    /// <param name="before">The lists before.</param>
    public static RowLists Create(CatalogSnapshot catalog, TrendingItems? trending, RowLists before) =>
        new(catalog, ReferenceEquals(before._catalog, catalog) ? before.Newest : NewestOf(catalog), trending);

    /// <summary>Gets whether the lists were computed from these inputs.</summary>
    public bool IsOf(CatalogSnapshot catalog, TrendingItems? trending) =>
        ReferenceEquals(_catalog, catalog) && ReferenceEquals(_trending, trending);

    /// <summary>Gets the trending items of a window, best first; empty when nothing was counted.</summary>
    /// <param name="hours">The window, hours.</param>
    public ImmutableArray<PopularItem> Trending(int hours)
    {
        foreach (TrendingWindow window in _trending?.Windows ?? [])
        {
            if (window.Hours == hours)
            {
                return window.Items;
            }
        }

        return [];
    }

    private static ImmutableArray<ItemId> NewestOf(CatalogSnapshot catalog)
    {
        PriorityQueue<CatalogItem, (DateTimeOffset, string)> newest = new(NewestLast.Instance);
        foreach (CatalogItem item in catalog.Items)
        {
            if (item.Available && !item.Deleted)
            {
                (DateTimeOffset, string) rank = (item.NewSince, item.Id.Value);
                _ = newest.Count < MaxNewest
                    ? Enqueue(newest, item, rank)
                    : newest.EnqueueDequeue(item, rank);
            }
        }

        ItemId[] ordered = new ItemId[newest.Count];
        for (int i = ordered.Length - 1; i >= 0; i--)
        {
            ordered[i] = newest.Dequeue().Id;
        }

        return [.. ordered];
    }

    private static CatalogItem Enqueue(
        PriorityQueue<CatalogItem, (DateTimeOffset, string)> queue, CatalogItem item, (DateTimeOffset, string) rank)
    {
        queue.Enqueue(item, rank);
        return item;
    }

    /// <summary>Orders by time, the oldest first; equal times by id, the last id first.</summary>
    private sealed class NewestLast : IComparer<(DateTimeOffset At, string Id)>
    {
        public static NewestLast Instance { get; } = new();

        public int Compare((DateTimeOffset At, string Id) a, (DateTimeOffset At, string Id) b) =>
            a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(b.Id, a.Id);
    }
}
