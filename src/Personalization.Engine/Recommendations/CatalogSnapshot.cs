using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Recommendations;

/// <summary>The whole catalog at one epoch. Immutable.</summary>
public sealed class CatalogSnapshot
{
    /// <summary>The most names of attributes that are remembered.</summary>
    public const int MostAttributeNames = 10_000;

    private readonly ImmutableDictionary<string, CatalogEntry> _items;
    private readonly HashSet<string> _attributeNames;
    private readonly Lazy<CatalogItem[]> _inOrder;

    private CatalogSnapshot(
        long epoch, long gainedAt, ImmutableDictionary<string, CatalogEntry> items, HashSet<string> attributeNames)
    {
        _attributeNames = attributeNames;
        Epoch = epoch;
        GainedAt = gainedAt;
        _items = items;
        _inOrder = new Lazy<CatalogItem[]>(
            () => [.. Items.Where(item => !item.Deleted).OrderBy(item => item.Id.Value, StringComparer.Ordinal)]);
    }

    /// <summary>The empty catalog, at epoch 0.</summary>
    public static CatalogSnapshot Empty { get; } = new(
        0, 0, ImmutableDictionary.Create<string, CatalogEntry>(StringComparer.Ordinal), new(StringComparer.Ordinal));

    /// <summary>The number of changes to the catalog so far.</summary>
    public long Epoch { get; }

    /// <summary>The epoch of the last change after which a changed item is available.</summary>
    /// <remarks>Only such a change can bring an item into a list that lacked it.</remarks>
    public long GainedAt { get; }

    /// <summary>
    /// The names of attributes that any item has, or had since the process started. Names over
    /// <see cref="MostAttributeNames"/> are left out.
    /// </summary>
    public IReadOnlyCollection<string> AttributeNames => _attributeNames;

    /// <summary>The number of items, deleted ones included.</summary>
    public int Count => _items.Count;

    /// <summary>All items, deleted ones included, in no particular order.</summary>
    public IEnumerable<CatalogItem> Items => _items.Values.Select(entry => entry.Item!);

    /// <summary>The items that are not deleted, in the ordinal order of their ids; sorted at the first use.</summary>
    public IReadOnlyList<CatalogItem> InOrder => _inOrder.Value;

    /// <summary>Gets an item, deleted or not; null when it is not in the catalog.</summary>
    public CatalogItem? Find(string id) => Entry(id).Item;

    /// <summary>Gets an item with the epoch of its last change; the default when it is not in the catalog.</summary>
    public CatalogEntry Entry(string id) => _items.GetValueOrDefault(id);

    /// <summary>Gets the catalog after a change.</summary>
    public CatalogSnapshot With(CatalogChange change) =>
        new(
            change.Epoch,
            change.Items.Any(item => item.Available && !item.Deleted) ? change.Epoch : GainedAt,
            _items.SetItems(change.Items.Select(
                item => KeyValuePair.Create(item.Id.Value, new CatalogEntry(item, change.Epoch)))),
            Grown(change.Items));

    /// <summary>The known names with those of changed items; the same set when there is no new name.</summary>
    private HashSet<string> Grown(ImmutableArray<CatalogItem> items)
    {
        HashSet<string> known = _attributeNames;
        foreach (CatalogItem item in items)
        {
            foreach ((string name, _) in item.AllAttributes)
            {
                if (!known.Contains(name) && known.Count < MostAttributeNames)
                {
                    known = ReferenceEquals(known, _attributeNames) ? new(known, StringComparer.Ordinal) : known;
                    _ = known.Add(name);
                }
            }
        }

        return known;
    }
}

/// <summary>An item of the catalog. Immutable.</summary>
/// <param name="Item">The item, deleted or not; null when it is not in the catalog.</param>
/// <param name="ChangedAt">
/// The epoch of its last change that this silo received; 0 when it is not in the catalog.
/// </param>
public readonly record struct CatalogEntry(CatalogItem? Item, long ChangedAt);
