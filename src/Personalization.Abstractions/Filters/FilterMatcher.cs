using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Personalization.Abstractions.Filters;

/// <summary>Decides whether a value of a field fulfills a test with literal values. Immutable; thread-safe.</summary>
public sealed class FilterMatcher
{
    private readonly FilterOperator _operator;
    private readonly ImmutableArray<FilterScalar> _values;
    private readonly FrozenSet<string> _texts;
    private readonly FrozenSet<double> _numbers;
    private readonly FrozenSet<double> _textNumbers;
    private readonly FrozenSet<double> _times;

    /// <summary>Prepares a test.</summary>
    /// <param name="comparison">How to compare.</param>
    /// <param name="values">The literal values: two for a range, otherwise at least one.</param>
    public FilterMatcher(FilterOperator comparison, IReadOnlyCollection<FilterScalar> values)
    {
        _operator = comparison;
        _values = [.. values];
        _texts = values.Where(value => value.Kind is FilterScalarKind.Text or FilterScalarKind.Flag)
            .Select(value => value.Text!).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _textNumbers = values.Where(value => value.Kind == FilterScalarKind.Number)
            .Select(value => value.Number).ToFrozenSet();
        _numbers = values.Select(value => value.AsNumber()).OfType<double>().ToFrozenSet();
        _times = values.Select(value => value.AsTime()).OfType<double>().ToFrozenSet();
    }

    /// <summary>Gets whether a value matches.</summary>
    /// <param name="value">A value of the field.</param>
    /// <param name="isElement">Whether it is an element of a list.</param>
    public bool Matches(FilterScalar value, bool isElement = false) => _operator switch
    {
        FilterOperator.Equal => Equals(value),
        FilterOperator.Contains => isElement ? Equals(value) : ContainsText(value),
        FilterOperator.Within => _values.Any(path => IsWithin(value.ToString(), path.ToString())),
        FilterOperator.Between => Order(value, _values[0]) >= 0 && Order(value, _values[1]) <= 0,
        _ => _values.Any(limit => Compares(value, limit)),
    };

    /// <summary>Gets whether a value equals any value of the test.</summary>
    private bool Equals(FilterScalar value) => value.Kind switch
    {
        FilterScalarKind.Text => _texts.Contains(value.Text!)
            || (_textNumbers.Count > 0 && value.AsNumber() is { } number && _textNumbers.Contains(number)),
        FilterScalarKind.Number => _numbers.Contains(value.Number),
        FilterScalarKind.Flag => _texts.Contains(value.Text!),
        _ => _times.Contains(value.Number),
    };

    private bool ContainsText(FilterScalar value)
    {
        string text = value.ToString();
        return _values.Any(part => text.Contains(part.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsWithin(string category, string path) =>
        category.StartsWith(path, StringComparison.OrdinalIgnoreCase)
        && (category.Length == path.Length || category[path.Length] == '/');

    private bool Compares(FilterScalar value, FilterScalar limit) => _operator switch
    {
        FilterOperator.Less => Order(value, limit) < 0,
        FilterOperator.LessOrEqual => Order(value, limit) <= 0,
        FilterOperator.Greater => Order(value, limit) > 0,
        _ => Order(value, limit) >= 0,
    };

    /// <summary>Orders a value and a limit as numbers, as times or as texts; null when they have no order.</summary>
    private static int? Order(FilterScalar value, FilterScalar limit)
    {
        if (value.Kind == FilterScalarKind.Flag || limit.Kind == FilterScalarKind.Flag)
        {
            return null;
        }

        if (value.AsNumber() is { } number && limit.AsNumber() is { } bound)
        {
            return number.CompareTo(bound);
        }

        if (value.AsTime() is { } time && limit.AsTime() is { } end)
        {
            return time.CompareTo(end);
        }

        return value.Kind == FilterScalarKind.Text && limit.Kind == FilterScalarKind.Text
            ? string.Compare(value.Text, limit.Text, StringComparison.OrdinalIgnoreCase)
            : null;
    }
}
