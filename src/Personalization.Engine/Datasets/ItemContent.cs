using Personalization.Abstractions.Catalog;
using Personalization.Engine.Models;

namespace Personalization.Engine.Datasets;

/// <summary>What a catalogue says of the items of a log, and which items it has besides. Immutable.</summary>
internal sealed class ItemContent
{
    private readonly CatalogItem?[] _items;

    private ItemContent(CatalogItem?[] items, CatalogItem[] others) => (_items, Others) = (items, others);

    /// <summary>The newest items nobody has met, ties by id; deleted ones left out.</summary>
    public IReadOnlyList<CatalogItem> Others { get; }

    /// <summary>What is known of an item of the log; null when it is not in the catalogue.</summary>
    public CatalogItem? Of(int item) => _items[item];

    /// <summary>Matches a catalogue and a log.</summary>
    /// <returns>Null when the catalogue says nothing of any item of the log.</returns>
    public static ItemContent? Match(TrainingLog log, IEnumerable<CatalogItem>? catalog)
    {
        Dictionary<string, CatalogItem> entries = (catalog ?? []).Where(item => !item.Deleted).ToDictionary(item => item.Id.Value, StringComparer.Ordinal);
        if (entries.Count == 0)
        {
            return null;
        }

        CatalogItem?[] items = new CatalogItem?[log.ItemCount];
        for (int item = 0; item < items.Length; item++)
        {
            _ = entries.Remove(log.Items[item], out items[item]);
        }

        return Array.Exists(items, item => item is not null) ? new(items, [.. ColdStartItems.NewestFirst(entries.Values).Take(ColdStartItems.Limit)]) : null;
    }
}
