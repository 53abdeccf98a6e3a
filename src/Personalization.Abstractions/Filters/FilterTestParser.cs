using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Filters;

/// <summary>Parses one comparison: a field, an operator and values.</summary>
internal sealed class FilterTestParser(FilterCursor cursor, FilterProblems problems, FilterFieldParser fields)
{
    private const string Operators = "=, !=, <, <=, >, >=, in, between or contains";

    private readonly FilterValueParser _values = new(cursor, problems, fields);

    /// <summary>The number of comparisons and values so far.</summary>
    public int Terms => _values.Count;

    /// <summary>Reads a comparison; null after an error.</summary>
    public FilterExpression? Read()
    {
        int start = cursor.Now.Position;
        if (fields.Read() is not { } field)
        {
            return null;
        }

        bool negated = cursor.TryTake("not");
        FilterToken sign = cursor.Now;
        FilterExpression? test = sign switch
        {
            _ when sign.Is("in") => In(field),
            _ when sign.Is("between") => Between(field),
            _ when sign.Is("contains") => Compare(field, FilterOperator.Contains),
            { Text: "=" } when !negated => Compare(field, FilterOperator.Equal),
            { Text: "<" } when !negated => Compare(field, FilterOperator.Less),
            { Text: "<=" } when !negated => Compare(field, FilterOperator.LessOrEqual),
            { Text: ">" } when !negated => Compare(field, FilterOperator.Greater),
            { Text: ">=" } when !negated => Compare(field, FilterOperator.GreaterOrEqual),
            { Text: "!=" } when !negated => Compare(field, FilterOperator.Equal) is { } equal
                ? new FilterNot(equal)
                : null,
            _ => Refuse(field, sign, negated),
        };
        return test is FilterTest read && !FilterTypes.Check(read, start, sign.Position, problems)
            ? null
            : negated && test is not null ? new FilterNot(test) : test;
    }

    /// <summary>Adds an error, and reads on as the operator that was probably meant, so that later errors are found.
    /// </summary>
    private FilterTest? Refuse(FilterField field, FilterToken sign, bool negated)
    {
        string expected = negated ? "in, between or contains after 'not'" : Operators;
        string? near = sign.Kind == FilterTokenKind.Word
            ? NameGuess.Closest(sign.Text, ["in", "between", "contains"])
            : null;
        string hint = sign.Text switch
        {
            "==" => "; write '='",
            "<>" => "; write '!='",
            ":" => "; write '=' and quote the text",
            _ => near is null ? string.Empty : $"; did you mean '{near}'?",
        };
        problems.Add(sign.Position, $"expected {expected} but found {sign.Shown}{hint}");
        return near switch
        {
            "between" => Between(field),
            "in" => In(field),
            "contains" => Compare(field, FilterOperator.Contains),
            _ => null,
        };
    }

    private FilterTest? Compare(FilterField field, FilterOperator comparison)
    {
        _ = cursor.Take();
        return _values.One() is { } value ? new FilterTest(field, comparison, [value]) : null;
    }

    private FilterTest? Between(FilterField field)
    {
        _ = cursor.Take();
        if (_values.One() is not { } least)
        {
            return null;
        }

        if (!cursor.TryTake("and"))
        {
            problems.Add(
                cursor.Now.Position, $"expected 'and' and the upper value of between but found {cursor.Now.Shown}");
            return null;
        }

        return _values.One() is { } most ? new FilterTest(field, FilterOperator.Between, [least, most]) : null;
    }

    private FilterTest? In(FilterField field)
    {
        _ = cursor.Take();
        FilterOperator comparison = FilterFields.KindOf(field) == FilterFieldKind.Category
            ? FilterOperator.Within
            : FilterOperator.Equal;
        if (!cursor.TryTakeSign("("))
        {
            return _values.One() is { } single ? new FilterTest(field, comparison, [single]) : null;
        }

        if (List() is not { } values)
        {
            cursor.SkipGroup();
            return null;
        }

        return new FilterTest(field, comparison, values);
    }

    /// <summary>Reads the values after the opening parenthesis, and the closing one; null after an error.</summary>
    private ImmutableArray<FilterValue>? List()
    {
        ImmutableArray<FilterValue>.Builder values = ImmutableArray.CreateBuilder<FilterValue>();
        do
        {
            if (_values.One() is not { } value)
            {
                return null;
            }

            values.Add(value);
        }
        while (cursor.TryTakeSign(","));
        if (cursor.TryTakeSign(")"))
        {
            return values.ToImmutable();
        }

        problems.Add(cursor.Now.Position, $"expected ',' or ')' in the list of values but found {cursor.Now.Shown}");
        return null;
    }
}
