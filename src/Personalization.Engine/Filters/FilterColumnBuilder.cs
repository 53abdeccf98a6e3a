using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;

namespace Personalization.Engine.Filters;

/// <summary>Builds a column of a field.</summary>
internal static class FilterColumnBuilder
{
    /// <summary>Reads the field of every item and sorts the values.</summary>
    public static FilterColumn Build(int count, Func<int, CatalogItem?> item, FilterField field)
    {
        Dictionary<FilterEntry, List<int>> items = [];
        bool isUnique = true;
        for (int number = 0; number < count; number++)
        {
            if (item(number) is not { } entry)
            {
                continue;
            }

            bool isElement = ItemFields.ListOf(entry, field) is not null;
            ImmutableArray<FilterScalar> values = ItemFields.Read(entry, field);
            isUnique &= values.Length <= 1;
            foreach (FilterScalar value in values)
            {
                FilterEntry key = new(value, isElement);
                if (!items.TryGetValue(key, out List<int>? own))
                {
                    items[key] = own = [];
                }

                own.Add(number);
            }
        }

        FilterEntry[] distinct = [.. items.Keys.Order()];
        int[] starts = new int[distinct.Length + 1];
        for (int i = 0; i < distinct.Length; i++)
        {
            starts[i + 1] = starts[i] + items[distinct[i]].Count;
        }

        return new FilterColumn(
            new FilterValues(distinct),
            starts,
            [.. distinct.SelectMany(value => items[value])],
            (count + 63) / 64,
            isUnique);
    }
}
