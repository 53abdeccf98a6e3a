using Personalization.Abstractions.Catalog;
using Personalization.Engine.Models;

namespace Personalization.Engine.Datasets;

/// <summary>The catalog items of a training log, and the other items of the catalog. Immutable.</summary>
internal sealed class ItemContent
{
    private readonly CatalogItem?[] _items;

    private ItemContent(CatalogItem?[] items, CatalogItem[] others) => (_items, Others) = (items, others);

    /// <summary>The newest cold-start items, ties by id, without deleted items.</summary>
    public IReadOnlyList<CatalogItem> Others { get; }

    /// <summary>The catalog item of an item number; null if the catalog does not have the item.</summary>
    public CatalogItem? Of(int item) => _items[item];

    /// <summary>Matches a catalog with a log.</summary>
    /// <returns>Null if the catalog has none of the items of the log.</returns>
    public static ItemContent? Match(TrainingLog log, IEnumerable<CatalogItem>? catalog)
    {
        Dictionary<string, CatalogItem> entries = (catalog ?? [])
            .Where(item => !item.Deleted)
            .ToDictionary(item => item.Id.Value, StringComparer.Ordinal);
        if (entries.Count == 0)
        {
            return null;
        }

        CatalogItem?[] items = new CatalogItem?[log.ItemCount];
        for (int item = 0; item < items.Length; item++)
        {
            _ = entries.Remove(log.Items[item], out items[item]);
        }

        return Array.Exists(items, item => item is not null)
            ? new(items, [.. ColdStartItems.NewestFirst(entries.Values).Take(ColdStartItems.Limit)])
            : null;
    }
}
