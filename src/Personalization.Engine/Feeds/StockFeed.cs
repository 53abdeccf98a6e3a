using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Feeds;

/// <summary>A feed of stock and prices. It changes only these fields, and only of items in the catalog.</summary>
internal static class StockFeed
{
    /// <summary>Plans the changes of the feed.</summary>
    public static FeedPlan Plan(IReadOnlyList<ItemPatch> items, FeedContext context)
    {
        List<ItemChange> touched = [];
        foreach (ItemPatch item in items)
        {
            if (context.Catalog.Find(item.Id.Value) is { Deleted: false } known)
            {
                touched.Add(new ItemChange(
                    known,
                    known with { Price = item.Price ?? known.Price, Available = item.Available ?? known.Available }));
            }
        }

        return new FeedPlan(items.Count, items.Count - touched.Count, touched, context);
    }
}
