using System.Collections.Immutable;

namespace Personalization.Abstractions.Filters;

/// <summary>Replaces the references of an expression with the values of one request.</summary>
public static class FilterBinder
{
    /// <summary>Gets whether an expression has references.</summary>
    public static bool HasReferences(FilterExpression expression) => expression switch
    {
        FilterAll all => all.Parts.Any(HasReferences),
        FilterAny any => any.Parts.Any(HasReferences),
        FilterNot not => HasReferences(not.Inner),
        FilterTest test => test.Field.Source != FilterSource.Candidate
            || test.Values.Any(value => value is FilterReference),
        _ => false,
    };

    /// <summary>Returns the expression with literals in place of references.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="bindings">The values. A test with a missing reference does not hold.</param>
    public static FilterExpression Bind(FilterExpression expression, FilterBindings bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return expression switch
        {
            FilterAll all => All(all.Parts.Select(part => Bind(part, bindings))),
            FilterAny any => Any(any.Parts.Select(part => Bind(part, bindings))),
            FilterNot not => Bind(not.Inner, bindings) is var inner && inner is FilterConstant constant
                ? new FilterConstant(!constant.Holds)
                : new FilterNot(inner),
            FilterTest test => BindTest(test, bindings),
            _ => expression,
        };
    }

    private static FilterExpression All(IEnumerable<FilterExpression> bound)
    {
        ImmutableArray<FilterExpression> parts = [.. bound.Where(part => part is not FilterConstant { Holds: true })];
        return parts.Any(part => part is FilterConstant) ? new FilterConstant(false)
            : parts.IsEmpty ? new FilterConstant(true)
            : parts is [var one] ? one : new FilterAll(parts);
    }

    private static FilterExpression Any(IEnumerable<FilterExpression> bound)
    {
        ImmutableArray<FilterExpression> parts = [.. bound.Where(part => part is not FilterConstant { Holds: false })];
        return parts.Any(part => part is FilterConstant) ? new FilterConstant(true)
            : parts.IsEmpty ? new FilterConstant(false)
            : parts is [var one] ? one : new FilterAny(parts);
    }

    private static FilterExpression BindTest(FilterTest test, FilterBindings bindings)
    {
        ImmutableArray<FilterScalar> values = [.. test.Values.SelectMany(
            value => ValuesOf(value, bindings, onlyOne: test.Operator == FilterOperator.Between))];
        if (values.IsEmpty || (test.Operator == FilterOperator.Between && values.Length < 2))
        {
            return new FilterConstant(false);
        }

        if (test.Field.Source == FilterSource.Candidate)
        {
            return new FilterTest(
                test.Field, test.Operator, [.. values.Select(value => new FilterLiteral(value))]);
        }

        FilterMatcher matcher = new(test.Operator, values);
        ImmutableArray<FilterScalar> own = bindings.Resolve(test.Field);
        return new FilterConstant(own.Any(value => matcher.Matches(value, own.Length > 1)));
    }

    private static IEnumerable<FilterScalar> ValuesOf(FilterValue value, FilterBindings bindings, bool onlyOne)
    {
        if (value is FilterLiteral literal)
        {
            return [literal.Value];
        }

        FilterReference reference = (FilterReference)value;
        IEnumerable<FilterScalar> found = bindings.Resolve(reference.Field);
        if (reference.Factor != 1 || reference.Offset != 0)
        {
            found = found.Select(scalar => scalar.AsNumber()).OfType<double>()
                .Select(number => FilterScalar.Of((number * reference.Factor) + reference.Offset));
        }

        return onlyOne ? found.Take(1) : found;
    }
}
