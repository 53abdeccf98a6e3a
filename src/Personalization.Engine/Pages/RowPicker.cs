using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>Picks the items of the rows of one page, so that no item is on the page twice. Not thread-safe.</summary>
/// <param name="catalog">The catalog, for the attributes of caps.</param>
/// <param name="exclude">Items that no row may have.</param>
internal sealed class RowPicker(CatalogSnapshot catalog, IEnumerable<ItemId> exclude)
{
    private readonly HashSet<ItemId> _used = [.. exclude];

    /// <summary>The number of items that later rows must not have.</summary>
    public int Used => _used.Count;

    /// <summary>Picks the first allowed items, and keeps later rows from them.</summary>
    /// <param name="offered">The items of the source, best first; may have repeats.</param>
    /// <param name="row">The row.</param>
    public ImmutableArray<RecommendedItem> Pick(IEnumerable<RecommendedItem> offered, RowQuery row)
    {
        List<RecommendedItem> picked = new(row.Count);
        List<(RecommendedItem Item, string? Value)> held = [];
        List<string?> values = [];
        foreach (RecommendedItem item in offered)
        {
            if (picked.Count == row.Count)
            {
                break;
            }

            if (row.Exclude.Contains(item.ItemId) || !_used.Add(item.ItemId))
            {
                continue;
            }

            string? value = row.Cap is null ? null : ValueOf(item.ItemId, row.Cap.Attribute);
            if (row.Cap is not null && IsFull(row.Cap, values, value))
            {
                held.Add((item, value));
                continue;
            }

            Add(item, value);
            while (picked.Count < row.Count
                && held.FindIndex(one => !IsFull(row.Cap!, values, one.Value)) is >= 0 and var at)
            {
                Add(held[at].Item, held[at].Value);
                held.RemoveAt(at);
            }
        }

        held.ForEach(one => _ = _used.Remove(one.Item.ItemId));
        return [.. picked];

        void Add(RecommendedItem item, string? value)
        {
            picked.Add(item);
            values.Add(value);
        }
    }

    /// <summary>Whether one more item with a value would exceed the cap in the window that ends with it.</summary>
    private static bool IsFull(RowCap cap, List<string?> values, string? value)
    {
        if (value is null)
        {
            return false;
        }

        int same = 0;
        for (int i = values.Count - 1; i >= 0 && i > values.Count - cap.Window; i--)
        {
            same += string.Equals(values[i], value, StringComparison.Ordinal) ? 1 : 0;
        }

        return same >= cap.Most;
    }

    private string? ValueOf(ItemId id, string attribute) => catalog.Find(id.Value) is not { } item ? null
        : attribute == "category" ? item.Categories is [var leading, ..] ? leading : null
        : item.AttributeOf(attribute)?.ToString();
}
