namespace Personalization.Abstractions.Filters;

/// <summary>Checks that the values of a comparison suit the type of its field.</summary>
internal static class FilterTypes
{
    /// <summary>Adds an error for an operator or a value that never suits the field.</summary>
    /// <param name="test">The comparison.</param>
    /// <param name="fieldAt">The position of the field.</param>
    /// <param name="operatorAt">The position of the operator.</param>
    /// <param name="problems">Receives the error.</param>
    /// <returns>Whether the comparison is valid.</returns>
    public static bool Check(FilterTest test, int fieldAt, int operatorAt, FilterProblems problems)
    {
        FilterFieldKind kind = FilterFields.KindOf(test.Field);
        if (!Allows(kind, test.Operator))
        {
            problems.Add(operatorAt, $"{test.Field.Name} cannot be compared this way; use {Operators(kind)}");
            return false;
        }

        foreach (FilterValue value in test.Values)
        {
            if (value is FilterLiteral literal && Expected(kind, literal.Value) is { } expected)
            {
                problems.Add(fieldAt, $"{test.Field.Name} is compared with {expected} but the value is "
                    + $"{(literal.Value.Kind == FilterScalarKind.Text ? $"'{literal.Value}'" : literal.Value)}");
                return false;
            }
        }

        return true;
    }

    private static bool Allows(FilterFieldKind kind, FilterOperator comparison) => kind switch
    {
        FilterFieldKind.Text or FilterFieldKind.Category =>
            comparison is FilterOperator.Equal or FilterOperator.Contains or FilterOperator.Within,
        FilterFieldKind.Number or FilterFieldKind.Time => comparison != FilterOperator.Contains,
        FilterFieldKind.Flag => comparison == FilterOperator.Equal,
        _ => true,
    };

    private static string Operators(FilterFieldKind kind) => kind switch
    {
        FilterFieldKind.Flag => "=, != or in",
        FilterFieldKind.Number or FilterFieldKind.Time => "=, !=, <, <=, >, >=, in or between",
        _ => "=, !=, in or contains",
    };

    private static string? Expected(FilterFieldKind kind, FilterScalar value) => kind switch
    {
        FilterFieldKind.Number when value.AsNumber() is null => "numbers",
        FilterFieldKind.Flag when value.ToString() is not ("true" or "false") => "true or false",
        FilterFieldKind.Time when value.AsTime() is null => "dates such as '2026-11-22' or '2026-11-22T18:30:00Z'",
        _ => null,
    };
}
