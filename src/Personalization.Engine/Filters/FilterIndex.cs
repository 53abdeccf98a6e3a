using System.Collections.Concurrent;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Filters;

/// <summary>The columns of the fields that filters ask for, for all catalogs of one model. Thread-safe.</summary>
/// <remarks>
/// The first filter over a field is evaluated item by item and asks for the field's column. A background refresh builds
/// it. Items that changed after the build are evaluated item by item.
/// </remarks>
public sealed class FilterIndex
{
    private const int MostFields = 32;
    private const int FewChanges = 1_000;

    private readonly ConcurrentDictionary<FilterField, bool> _wanted = new();
    private volatile FilterColumns? _columns;
    private int _changes;

    /// <summary>Returns the filter over the columns of an epoch at most that of the caller.</summary>
    /// <param name="filter">A filter without references.</param>
    /// <param name="epoch">The caller's epoch of the catalog.</param>
    /// <returns>Null when a column is missing; it is asked for.</returns>
    internal CompiledFilter? Compile(ItemFilter filter, long epoch)
    {
        if (filter.Expression is not { } expression)
        {
            return null;
        }

        FilterColumns? columns = _columns;
        bool isReady = columns is not null && columns.Epoch <= epoch;
        foreach (FilterField field in FieldsOf(expression))
        {
            if (FilterColumns.IsColumn(field) && columns?.Has(field) != true)
            {
                isReady = false;
                _ = _wanted.Count < MostFields && _wanted.TryAdd(field, true);
            }
        }

        return isReady ? columns!.Compile(filter) : null;
    }

    /// <summary>Counts changed items, which are evaluated item by item until the next build.</summary>
    public void Count(int changes) => Interlocked.Add(ref _changes, changes);

    /// <summary>Builds the columns when one is missing or many items changed. Call it in the background.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="epoch">The epoch of the catalog.</param>
    /// <param name="item">Gets an item by its number; null when it is not in the catalog.</param>
    public void Refresh(int count, long epoch, Func<int, CatalogItem?> item)
    {
        FilterField[] wanted = [.. _wanted.Keys];
        if (wanted.Length == 0
            || (wanted.All(field => _columns?.Has(field) == true) && _changes <= Math.Max(FewChanges, count / 50)))
        {
            return;
        }

        _ = Interlocked.Exchange(ref _changes, 0);
        _columns = FilterColumns.Build(count, epoch, item, wanted);
    }

    private static IEnumerable<FilterField> FieldsOf(FilterExpression expression) => expression switch
    {
        FilterAll all => all.Parts.SelectMany(FieldsOf),
        FilterAny any => any.Parts.SelectMany(FieldsOf),
        FilterNot not => FieldsOf(not.Inner),
        FilterTest test => [test.Field],
        _ => [],
    };
}
