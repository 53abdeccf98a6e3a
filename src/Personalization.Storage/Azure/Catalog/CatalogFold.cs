using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>The catalogue as the epochs so far leave it, in memory. Belongs to one caller at a time.</summary>
internal sealed class CatalogFold
{
    private readonly Dictionary<string, Kept> _items = new(StringComparer.Ordinal);
    private long _changes;

    /// <summary>The last epoch folded in; 0 for none.</summary>
    public long Epoch { get; private set; }

    public CatalogItem? Find(string id) => _items.GetValueOrDefault(id)?.Item;

    /// <summary>Folds in items as they became with an epoch, or a snapshot with all there were up to one.</summary>
    public void Apply(long epoch, IEnumerable<(long Epoch, CatalogItem Item)> items)
    {
        foreach ((long since, CatalogItem item) in items)
        {
            _items[item.Id.Value] = new Kept(item, since, ++_changes);
        }

        Epoch = epoch;
    }

    /// <summary>The items changed after an epoch, in the order of their changes.</summary>
    public CatalogChange ChangedAfter(long epoch) =>
        new(Epoch, epoch >= Epoch ? [] : [.. After(epoch).Select(kept => kept.Item)]);

    /// <summary>All items with the epochs of their last changes.</summary>
    public ImmutableArray<(long Epoch, CatalogItem Item)> All() =>
    [.. After(0).Select(kept => (kept.Epoch, kept.Item))];

    private IEnumerable<Kept> After(long epoch) =>
        _items.Values.Where(kept => kept.Epoch > epoch).OrderBy(kept => kept.Change);

    private sealed record Kept(CatalogItem Item, long Epoch, long Change);
}
