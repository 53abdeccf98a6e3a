using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Recommendations;

/// <summary>The whole catalog at one epoch. Immutable.</summary>
public sealed class CatalogSnapshot
{
    private readonly ImmutableDictionary<string, CatalogItem> _items;

    private CatalogSnapshot(long epoch, ImmutableDictionary<string, CatalogItem> items)
    {
        Epoch = epoch;
        _items = items;
    }

    /// <summary>The empty catalog, at epoch 0.</summary>
    public static CatalogSnapshot Empty { get; } = new(
        0, ImmutableDictionary.Create<string, CatalogItem>(StringComparer.Ordinal));

    /// <summary>The number of changes to the catalog so far.</summary>
    public long Epoch { get; }

    /// <summary>The number of items, deleted ones included.</summary>
    public int Count => _items.Count;

    /// <summary>All items, deleted ones included, in no particular order.</summary>
    public IEnumerable<CatalogItem> Items => _items.Values;

    /// <summary>Gets an item, deleted or not; null when it is not in the catalog.</summary>
    public CatalogItem? Find(string id) => _items.GetValueOrDefault(id);

    /// <summary>Gets the catalog after a change.</summary>
    public CatalogSnapshot With(CatalogChange change) =>
        new(change.Epoch, _items.SetItems(change.Items.Select(item => KeyValuePair.Create(item.Id.Value, item))));
}
