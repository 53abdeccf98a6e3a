using System.Globalization;

namespace Personalization.Abstractions.Filters;

/// <summary>Writes expressions in the filter language.</summary>
public static class FilterText
{
    /// <summary>Writes an expression. Parsing the text gives an equal expression.</summary>
    public static string Of(FilterExpression expression) => expression switch
    {
        FilterAll all => string.Join(" and ", all.Parts.Select(Grouped)),
        FilterAny any => string.Join(" or ", any.Parts.Select(Grouped)),
        FilterNot { Inner: FilterNot twice } => Of(twice.Inner),
        FilterNot not => $"not {Grouped(not.Inner)}",
        FilterTest test => Of(test),
        FilterConstant constant => constant.Holds ? "id != ''" : "id = ''",
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static string Grouped(FilterExpression part) =>
        part is FilterAll or FilterAny ? $"({Of(part)})" : Of(part);

    private static string Of(FilterTest test)
    {
        string field = Of(test.Field);
        return test.Operator switch
        {
            FilterOperator.Between => $"{field} between {Of(test.Values[0])} and {Of(test.Values[1])}",
            FilterOperator.Equal when test.Values.Length == 1 => $"{field} = {Of(test.Values[0])}",
            FilterOperator.Equal when FilterFields.KindOf(test.Field) == FilterFieldKind.Category => AnyOf(test, field),
            FilterOperator.Equal or FilterOperator.Within =>
                $"{field} in ({string.Join(", ", test.Values.Select(Of))})",
            _ when test.Values.Length > 1 => AnyOf(test, field),
            _ => $"{field} {Sign(test.Operator)} {Of(test.Values[0])}",
        };
    }

    private static string AnyOf(FilterTest test, string field) =>
        $"({string.Join(" or ", test.Values.Select(value => $"{field} {Sign(test.Operator)} {Of(value)}"))})";

    private static string Of(FilterField field) =>
        (field.Source switch
        {
            FilterSource.Item => "item.",
            FilterSource.User => "user.",
            FilterSource.Context => "context.",
            _ => string.Empty,
        })
        + (field.IsAttribute ? "attributes." : string.Empty)
        + $"\"{field.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Of(FilterValue value) => value switch
    {
        FilterLiteral { Value.Kind: FilterScalarKind.Text } literal =>
            $"'{literal.Value.Text!.Replace("'", "''", StringComparison.Ordinal)}'",
        FilterLiteral { Value.Kind: FilterScalarKind.Time } literal =>
            $"'{DateTimeOffset.FromUnixTimeMilliseconds((long)literal.Value.Number):O}'",
        FilterLiteral literal => literal.Value.ToString(),
        FilterReference reference => Of(reference.Field) + (reference switch
        {
            { Offset: < 0 } => string.Create(CultureInfo.InvariantCulture, $" - {-reference.Offset:R}"),
            { Offset: > 0 } => string.Create(CultureInfo.InvariantCulture, $" + {reference.Offset:R}"),
            { Factor: not 1 } => string.Create(CultureInfo.InvariantCulture, $" * {reference.Factor:R}"),
            _ => string.Empty,
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static string Sign(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        _ => "contains",
    };
}
