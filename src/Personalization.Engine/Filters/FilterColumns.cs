using System.Collections.Concurrent;
using System.Collections.Frozen;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Filters;

/// <summary>The columns of all items of a model at one epoch of the catalog. Immutable; thread-safe.</summary>
internal sealed class FilterColumns
{
    private const int MostCompiled = 256;

    private readonly FrozenDictionary<FilterField, FilterColumn> _columns;
    private readonly ConcurrentDictionary<string, CompiledFilter?> _compiled = new(StringComparer.Ordinal);

    private FilterColumns(int count, long epoch, FrozenDictionary<FilterField, FilterColumn> columns)
    {
        Count = count;
        Epoch = epoch;
        _columns = columns;
    }

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>The epoch of the catalog.</summary>
    public long Epoch { get; }

    /// <summary>Builds the columns of some fields.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="epoch">The epoch of the catalog.</param>
    /// <param name="item">Gets an item by its number; null when it is not in the catalog.</param>
    /// <param name="fields">The fields.</param>
    public static FilterColumns Build(
        int count, long epoch, Func<int, CatalogItem?> item, IEnumerable<FilterField> fields) => new(
            count,
            epoch,
            fields.ToFrozenDictionary(field => field, field => FilterColumnBuilder.Build(count, item, field)));

    /// <summary>Gets whether filters over a field can be compiled: <c>id</c> and <c>title</c> have too many values.
    /// </summary>
    public static bool IsColumn(FilterField field) => FilterFields.KindOf(field) != FilterFieldKind.Text;

    /// <summary>Gets whether the columns have a field.</summary>
    public bool Has(FilterField field) => _columns.ContainsKey(field);

    /// <summary>Returns the filter over the columns, from the cache of this epoch.</summary>
    public CompiledFilter Compile(ItemFilter filter)
    {
        if (_compiled.TryGetValue(filter.Text, out CompiledFilter? known))
        {
            return known!;
        }

        if (_compiled.Count >= MostCompiled)
        {
            _compiled.Clear();
        }

        return _compiled.GetOrAdd(filter.Text, _ => new CompiledFilter(this, filter.Expression!))!;
    }

    /// <summary>Returns the bits of the items that fulfill a test; null when the field has no column.</summary>
    public ulong[]? Select(FilterTest test)
    {
        if (FilterPredicate.MatcherOf(test) is not { } matcher)
        {
            return new ulong[(Count + 63) / 64];
        }

        if (!_columns.TryGetValue(test.Field, out FilterColumn? column))
        {
            return null;
        }

        ulong[] bits = new ulong[(Count + 63) / 64];
        column.Select(test, matcher, bits);
        return bits;
    }
}
