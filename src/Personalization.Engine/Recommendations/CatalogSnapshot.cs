using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Recommendations;

/// <summary>The whole catalogue at one epoch. Immutable.</summary>
public sealed class CatalogSnapshot
{
    private readonly ImmutableDictionary<string, CatalogItem> _items;

    private CatalogSnapshot(long epoch, ImmutableDictionary<string, CatalogItem> items)
    {
        Epoch = epoch;
        _items = items;
    }

    /// <summary>The empty catalogue, at epoch 0.</summary>
    public static CatalogSnapshot Empty { get; } = new(0, ImmutableDictionary.Create<string, CatalogItem>(StringComparer.Ordinal));

    /// <summary>Counts the catalogue's changes.</summary>
    public long Epoch { get; }

    /// <summary>How many items there are, deleted ones included.</summary>
    public int Count => _items.Count;

    /// <summary>All items, deleted ones included, in no particular order.</summary>
    public IEnumerable<CatalogItem> Items => _items.Values;

    /// <summary>An item, deleted or not; null when it is not in the catalogue.</summary>
    public CatalogItem? Find(string id) => _items.GetValueOrDefault(id);

    /// <summary>The catalogue after a change.</summary>
    public CatalogSnapshot With(CatalogChange change) =>
        new(change.Epoch, _items.SetItems(change.Items.Select(item => KeyValuePair.Create(item.Id.Value, item))));
}
