using Personalization.Abstractions.Filters;

namespace Personalization.Engine.Filters;

/// <summary>The distinct values of a field in the order of their kind and value. Immutable.</summary>
internal sealed class FilterValues
{
    /// <summary>The most values of a kind that are compared one by one.</summary>
    private const int Few = 16;

    private readonly FilterEntry[] _values;
    private readonly (int From, int To)[] _groups;
    private readonly (double Number, int Index)[] _numericTexts;

    /// <summary>Creates the values.</summary>
    /// <param name="values">Distinct values in the order of <see cref="FilterEntry"/>.</param>
    public FilterValues(FilterEntry[] values)
    {
        _values = values;
        _groups = [.. Groups()];
        _numericTexts =
        [
            .. values.Index()
                .Where(value => value.Item.Value.Kind == FilterScalarKind.Text
                    && value.Item.Value.AsNumber() is not null)
                .Select(value => (value.Item.Value.AsNumber()!.Value, value.Index))
                .Order(),
        ];
    }

    /// <summary>Returns the stretches of values that fulfill a test, each as its first index and the index after.
    /// </summary>
    public IEnumerable<(int From, int To)> Select(FilterTest test, FilterMatcher matcher)
    {
        foreach ((int from, int to) in _groups)
        {
            FilterScalarKind kind = _values[from].Value.Kind;
            IEnumerable<(int, int)> found = test.Operator switch
            {
                _ when to - from <= Few => OneByOne(from, to, matcher),
                FilterOperator.Equal => Equal(from, to, test, matcher),
                FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater
                    or FilterOperator.GreaterOrEqual or FilterOperator.Between when kind != FilterScalarKind.Text =>
                    Range(from, to, test),
                _ => OneByOne(from, to, matcher),
            };
            foreach ((int, int) stretch in found)
            {
                yield return stretch;
            }
        }
    }

    private IEnumerable<(int From, int To)> Groups()
    {
        for (int from = 0, at = 1; at <= _values.Length; at++)
        {
            if (at == _values.Length
                || _values[at].IsElement != _values[from].IsElement
                || _values[at].Value.Kind != _values[from].Value.Kind)
            {
                yield return (from, at);
                from = at;
            }
        }
    }

    private IEnumerable<(int From, int To)> OneByOne(int from, int to, FilterMatcher matcher)
    {
        for (int i = from; i < to; i++)
        {
            if (matcher.Matches(_values[i].Value, _values[i].IsElement))
            {
                yield return (i, i + 1);
            }
        }
    }

    /// <summary>Finds the values equal to any literal by binary search.</summary>
    private IEnumerable<(int From, int To)> Equal(int from, int to, FilterTest test, FilterMatcher matcher)
    {
        SortedSet<int> found = [];
        foreach (FilterScalar literal in test.Values.Select(value => ((FilterLiteral)value).Value))
        {
            if (_values[from].Value.Kind == FilterScalarKind.Text)
            {
                AddTexts(from, to, literal, found);
            }
            else if (NumberOf(literal, _values[from].Value.Kind) is { } number)
            {
                int at = First(from, to, value => value.Value.Number >= number);
                if (at < to)
                {
                    _ = found.Add(at);
                }
            }
        }

        return found.Where(i => matcher.Matches(_values[i].Value, _values[i].IsElement)).Select(i => (i, i + 1));
    }

    private void AddTexts(int from, int to, FilterScalar literal, SortedSet<int> found)
    {
        string text = literal.ToString();
        for (int at = First(
            from, to, value => string.Compare(value.Value.Text, text, StringComparison.OrdinalIgnoreCase) >= 0);
            at < to && string.Equals(_values[at].Value.Text, text, StringComparison.OrdinalIgnoreCase);
            at++)
        {
            _ = found.Add(at);
        }

        if (literal.Kind == FilterScalarKind.Number)
        {
            int at = Array.BinarySearch(_numericTexts, (literal.Number, -1));
            for (at = at < 0 ? ~at : at;
                at < _numericTexts.Length && _numericTexts[at].Number == literal.Number;
                at++)
            {
                if (_numericTexts[at].Index >= from && _numericTexts[at].Index < to)
                {
                    _ = found.Add(_numericTexts[at].Index);
                }
            }
        }
    }

    /// <summary>Finds the stretch of numbers or times within bounds. A comparison is monotonic in the value.</summary>
    private IEnumerable<(int From, int To)> Range(int from, int to, FilterTest test)
    {
        FilterScalar[] literals = [.. test.Values.Select(value => ((FilterLiteral)value).Value)];
        (int first, int last) = (from, to);
        if (test.Operator is FilterOperator.Between)
        {
            first = First(from, to, Of(FilterOperator.GreaterOrEqual, literals[0]));
            last = First(from, to, Not(Of(FilterOperator.LessOrEqual, literals[1])));
            return last > first && Of(FilterOperator.LessOrEqual, literals[1])(_values[first]) ? [(first, last)] : [];
        }

        Func<FilterEntry, bool> holds = Of(test.Operator, literals);
        if (test.Operator is FilterOperator.Less or FilterOperator.LessOrEqual)
        {
            last = First(from, to, Not(holds));
        }
        else
        {
            first = First(from, to, holds);
        }

        return last > first ? [(first, last)] : [];
    }

    private static Func<FilterEntry, bool> Of(FilterOperator comparison, params FilterScalar[] literals)
    {
        FilterMatcher matcher = new(comparison, literals);
        return value => matcher.Matches(value.Value, value.IsElement);
    }

    private static Func<FilterEntry, bool> Not(Func<FilterEntry, bool> holds) => value => !holds(value);

    private static double? NumberOf(FilterScalar literal, FilterScalarKind kind) => kind switch
    {
        FilterScalarKind.Number => literal.AsNumber(),
        FilterScalarKind.Time => literal.AsTime(),
        _ => null,
    };

    /// <summary>The first index in a group from which a monotonic condition holds; the end for none.</summary>
    private int First(int from, int to, Func<FilterEntry, bool> holds)
    {
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            (from, to) = holds(_values[middle]) ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
