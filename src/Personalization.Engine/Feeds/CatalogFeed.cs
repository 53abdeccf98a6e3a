using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Feeds;

/// <summary>A feed of whole items.</summary>
/// <remarks>
/// Each item replaces the one in the catalog. Items that the feed brought before and no longer contains are deleted.
/// Items that clients put stay, unless the feed contains them.
/// </remarks>
internal static class CatalogFeed
{
    /// <summary>Plans the changes of the feed.</summary>
    public static FeedPlan Plan(IReadOnlyList<ItemPatch> items, FeedContext context)
    {
        List<ItemChange> touched = [.. items.Select(item => Put(item, context))];
        HashSet<string> named = items.Select(item => item.Id.Value).ToHashSet(StringComparer.Ordinal);
        touched.AddRange(context.Catalog.Items
            .Where(item => !item.Deleted && item.Source == context.Feed && !named.Contains(item.Id.Value))
            .OrderBy(item => item.Id.Value, StringComparer.Ordinal)
            .Select(item => new ItemChange(item, new CatalogItem
            {
                Id = item.Id,
                Deleted = true,
                Available = false,
                AddedAt = context.Now,
                Source = context.Feed
            })));
        return new FeedPlan(items.Count, 0, touched, context);
    }

    private static ItemChange Put(ItemPatch patch, FeedContext context)
    {
        CatalogItem? known = context.Catalog.Find(patch.Id.Value) is { Deleted: false } found ? found : null;
        CatalogItem item = patch.ApplyTo(
            new CatalogItem { Id = patch.Id, AddedAt = known?.AddedAt ?? context.Now, Source = context.Feed });
        return new ItemChange(known, known is not null && context.StockElsewhere
            ? item with { Price = known.Price, Available = known.Available }
            : item);
    }
}
