using Personalization.Abstractions.Filters;

namespace Personalization.Engine.Filters;

/// <summary>The values of one field of all items, sorted, with the items of each value. Immutable.</summary>
/// <remarks>
/// A test selects values, and so items. Values in one stretch of the order, as of a comparison, are selected by
/// bitmaps: every few thousand entries have a bitmap of all items before them. The difference of two bitmaps and the
/// entries up to the ends of the stretch give the items.
/// </remarks>
internal sealed class FilterColumn
{
    private readonly FilterValues _values;
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly ulong[][] _before;
    private readonly int _step;

    /// <summary>Creates a column.</summary>
    /// <param name="values">The distinct values in their order.</param>
    /// <param name="starts">The index of the first entry of each value, and the number of entries.</param>
    /// <param name="items">The item of each entry, in the order of the values.</param>
    /// <param name="words">The length of bitmaps, 64-bit words.</param>
    /// <param name="isUnique">Whether an item has at most one entry.</param>
    public FilterColumn(FilterValues values, int[] starts, int[] items, int words, bool isUnique)
    {
        _values = values;
        _starts = starts;
        _items = items;
        _step = Math.Max(2_048, (items.Length / 32) + 1);
        _before = isUnique ? Prefixes(words) : [];
    }

    /// <summary>Sets the bits of the items that fulfill a test.</summary>
    /// <param name="test">The test, with literal values.</param>
    /// <param name="matcher">The matcher of the test.</param>
    /// <param name="bits">Receives the bits; zero before.</param>
    public void Select(FilterTest test, FilterMatcher matcher, Span<ulong> bits)
    {
        foreach ((int from, int to) in _values.Select(test, matcher))
        {
            Set(_starts[from], _starts[to], bits);
        }
    }

    private ulong[][] Prefixes(int words)
    {
        ulong[][] before = new ulong[(_items.Length / _step) + 1][];
        ulong[] bits = new ulong[words];
        for (int entry = 0; entry <= _items.Length; entry++)
        {
            if (entry % _step == 0)
            {
                before[entry / _step] = [.. bits];
            }

            if (entry < _items.Length)
            {
                bits[_items[entry] >> 6] |= 1UL << _items[entry];
            }
        }

        return before;
    }

    /// <summary>Sets the bits of a stretch of entries.</summary>
    private void Set(int from, int to, Span<ulong> bits)
    {
        int first = (from + _step - 1) / _step;
        int last = to / _step;
        if (_before.Length == 0 || last <= first)
        {
            SetEach(from, to, bits);
            return;
        }

        SetEach(from, first * _step, bits);
        SetEach(last * _step, to, bits);

        // The bitmaps nest, so that the exclusive or is the difference.
        ulong[] early = _before[first];
        ulong[] late = _before[last];
        for (int word = 0; word < bits.Length; word++)
        {
            bits[word] |= early[word] ^ late[word];
        }
    }

    private void SetEach(int from, int to, Span<ulong> bits)
    {
        foreach (int item in _items.AsSpan(from, to - from))
        {
            bits[item >> 6] |= 1UL << item;
        }
    }
}
