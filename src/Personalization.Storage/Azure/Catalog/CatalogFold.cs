using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>In-memory catalog state after a sequence of epochs. Not thread-safe.</summary>
internal sealed class CatalogFold
{
    private readonly Dictionary<string, Entry> _items = new(StringComparer.Ordinal);
    private long _changes;

    /// <summary>The last applied epoch; 0 if none.</summary>
    public long Epoch { get; private set; }

    public CatalogItem? Find(string id) => _items.GetValueOrDefault(id)?.Item;

    /// <summary>Applies the changed items of one epoch, or a snapshot of all items up to an epoch.</summary>
    public void Apply(long epoch, IEnumerable<(long Epoch, CatalogItem Item)> items)
    {
        foreach ((long since, CatalogItem item) in items)
        {
            _items[item.Id.Value] = new Entry(item, since, ++_changes);
        }

        Epoch = epoch;
    }

    /// <summary>Removes deleted items. Skips items that are not deleted.</summary>
    public void RemoveDeleted(IEnumerable<string> ids)
    {
        foreach (string id in ids.Where(id => Find(id) is { Deleted: true }))
        {
            _ = _items.Remove(id);
        }
    }

    /// <summary>Gets the items changed after an epoch, ordered by change.</summary>
    public CatalogChange ChangedAfter(long epoch) =>
        new(Epoch, epoch >= Epoch ? [] : [.. After(epoch).Select(entry => entry.Item)]);

    /// <summary>Gets all items with the epoch of their last change.</summary>
    public ImmutableArray<(long Epoch, CatalogItem Item)> All() =>
    [.. After(0).Select(entry => (entry.Epoch, entry.Item))];

    private IEnumerable<Entry> After(long epoch) =>
        _items.Values.Where(entry => entry.Epoch > epoch).OrderBy(entry => entry.Change);

    private sealed record Entry(CatalogItem Item, long Epoch, long Change);
}
