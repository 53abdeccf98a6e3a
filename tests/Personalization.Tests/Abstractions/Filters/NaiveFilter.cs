using System.Globalization;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;

namespace Personalization.Tests.Abstractions.Filters;

/// <summary>Evaluates expressions by the text of the guide, independent of the product's code.</summary>
internal static class NaiveFilter
{
    public static bool Holds(FilterExpression expression, CatalogItem? item) => expression switch
    {
        FilterAll all => all.Parts.All(part => Holds(part, item)),
        FilterAny any => any.Parts.Any(part => Holds(part, item)),
        FilterNot not => !Holds(not.Inner, item),
        FilterConstant constant => constant.Holds,
        FilterTest test => item is not null && ValuesOf(item, test.Field.Name).Any(value => test.Operator switch
        {
            FilterOperator.Between => Order(value, Literal(test, 0)) >= 0 && Order(value, Literal(test, 1)) <= 0,
            FilterOperator.Less => Order(value, Literal(test, 0)) < 0,
            FilterOperator.LessOrEqual => Order(value, Literal(test, 0)) <= 0,
            FilterOperator.Greater => Order(value, Literal(test, 0)) > 0,
            FilterOperator.GreaterOrEqual => Order(value, Literal(test, 0)) >= 0,
            FilterOperator.Contains => test.Field.Name == "category" || IsList(item, test.Field.Name)
                ? Equal(value, Literal(test, 0))
                : Shown(value).Contains(Shown(Literal(test, 0)), StringComparison.OrdinalIgnoreCase),
            FilterOperator.Within => $"{value}/".StartsWith(
                $"{Shown(Literal(test, 0))}/", StringComparison.OrdinalIgnoreCase),
            _ => test.Values.Any(literal => Equal(value, ((FilterLiteral)literal).Value)),
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private static FilterScalar Literal(FilterTest test, int index) => ((FilterLiteral)test.Values[index]).Value;

    private static IEnumerable<object> ValuesOf(CatalogItem item, string name)
    {
        object?[] values = name switch
        {
            "id" => [item.Id.Value],
            "title" => [item.Title],
            "price" => [(double?)item.Price],
            "available" => [item.Available],
            "category" => [.. item.Categories],
            "validFrom" => [item.ValidFrom],
            "addedAt" => [item.AddedAt],
            "publishedAt" => [item.PublishedAt],
            _ => item.AttributeOf(name) switch
            {
                null => [],
                { Kind: AttributeKind.Number } value => [value.Number],
                { Kind: AttributeKind.Flag } value => [value.Flag],
                { Kind: AttributeKind.Texts } value => [.. value.Texts],
                { } value => [value.Text],
            },
        };
        return values.OfType<object>();
    }

    private static bool IsList(CatalogItem item, string name) =>
        item.AttributeOf(name) is { Kind: AttributeKind.Texts };

    private static bool Equal(object value, FilterScalar literal) => (value, literal.Kind) switch
    {
        (string text, FilterScalarKind.Text or FilterScalarKind.Flag) =>
            string.Equals(text, literal.Text, StringComparison.OrdinalIgnoreCase),
        (string text, _) => Number(text) == literal.Number,
        (double number, FilterScalarKind.Number) => number == literal.Number,
        (double number, _) => Number(literal.Text!) == number,
        (bool flag, _) => string.Equals(flag.ToString(), literal.Text, StringComparison.OrdinalIgnoreCase),
        (DateTimeOffset time, _) => Time(literal.Text) == time,
        _ => false,
    };

    private static int? Order(object value, FilterScalar literal) => (value, literal.Kind) switch
    {
        (_, FilterScalarKind.Flag) or (bool, _) => null,
        (double number, FilterScalarKind.Number) => number.CompareTo(literal.Number),
        (double number, _) => Number(literal.Text!) is { } bound ? number.CompareTo(bound) : null,
        (string text, FilterScalarKind.Number) => Number(text)?.CompareTo(literal.Number),
        (string text, _) when Number(text) is { } left && Number(literal.Text!) is { } right => left.CompareTo(right),
        (string text, _) => Time(text) is { } left && Time(literal.Text) is { } right
            ? left.CompareTo(right)
            : string.Compare(text, literal.Text, StringComparison.OrdinalIgnoreCase),
        (DateTimeOffset time, _) => Time(literal.Text) is { } end ? time.CompareTo(end) : null,
        _ => null,
    };

    private static double? Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static DateTimeOffset? Time(string? text) =>
        text is ['2', '0', '2', '6', ..]
        && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    private static string Shown(object value) => value switch
    {
        FilterScalar { Text: { } text } => text,
        FilterScalar scalar => scalar.Number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
