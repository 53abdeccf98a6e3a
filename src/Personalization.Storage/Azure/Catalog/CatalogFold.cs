using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>In-memory catalog state after a sequence of epochs. Not thread-safe.</summary>
internal sealed class CatalogFold
{
    private readonly Dictionary<string, Kept> _items = new(StringComparer.Ordinal);
    private long _changes;

    /// <summary>The last applied epoch; 0 if none.</summary>
    public long Epoch { get; private set; }

    public CatalogItem? Find(string id) => _items.GetValueOrDefault(id)?.Item;

    /// <summary>Applies the changed items of one epoch, or a snapshot of all items up to an epoch.</summary>
    public void Apply(long epoch, IEnumerable<(long Epoch, CatalogItem Item)> items)
    {
        foreach ((long since, CatalogItem item) in items)
        {
            _items[item.Id.Value] = new Kept(item, since, ++_changes);
        }

        Epoch = epoch;
    }

    /// <summary>Gets the items changed after an epoch, ordered by change.</summary>
    public CatalogChange ChangedAfter(long epoch) =>
        new(Epoch, epoch >= Epoch ? [] : [.. After(epoch).Select(kept => kept.Item)]);

    /// <summary>Gets all items with the epoch of their last change.</summary>
    public ImmutableArray<(long Epoch, CatalogItem Item)> All() =>
    [.. After(0).Select(kept => (kept.Epoch, kept.Item))];

    private IEnumerable<Kept> After(long epoch) =>
        _items.Values.Where(kept => kept.Epoch > epoch).OrderBy(kept => kept.Change);

    private sealed record Kept(CatalogItem Item, long Epoch, long Change);
}
