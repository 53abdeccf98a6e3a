using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Feeds;

/// <summary>A feed of stock and prices: changes items the catalogue has, and nothing else of them.</summary>
internal static class StockFeed
{
    /// <summary>What the feed would do.</summary>
    public static FeedPlan Plan(IReadOnlyList<ItemPatch> items, FeedContext context)
    {
        List<ItemChange> touched = [];
        foreach (ItemPatch item in items)
        {
            if (context.Catalog.Find(item.Id.Value) is { Deleted: false } known)
            {
                touched.Add(new ItemChange(known, known with { Price = item.Price ?? known.Price, Available = item.Available ?? known.Available }));
            }
        }

        return new FeedPlan(items.Count, items.Count - touched.Count, touched, context);
    }
}
