using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A condition of an <see cref="ItemFilter"/>. Immutable.</summary>
/// <param name="Field">The field: <c>category</c>, <c>id</c>, <c>price</c> or the name of an attribute.</param>
/// <param name="Negated">Whether the condition is negated.</param>
/// <param name="Values">The accepted values of the field, ignoring case; empty for a range.</param>
/// <param name="AtLeast">The lower end of the range, inclusive.</param>
/// <param name="AtMost">The upper end of the range, inclusive.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ItemCondition")]
public sealed record ItemCondition(
    [property: Id(0)] string Field,
    [property: Id(1)] bool Negated,
    [property: Id(2)] ImmutableArray<string> Values,
    [property: Id(3)] double AtLeast,
    [property: Id(4)] double AtMost)
{
    /// <summary>The names of fields; each other name is the name of an attribute.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["category", "id", "price"];

    /// <summary>Gets whether an item fulfills the condition. Null is an item that is not in the catalog.</summary>
    public bool Holds(CatalogItem? item) => (item is not null && Matches(item)) != Negated;

    private bool Matches(CatalogItem item) => Field switch
    {
        "id" => IsAny(item.Id.Value),
        "category" => item.Categories.Any(IsAnyCategory),
        "price" => item.Price is { } price && (Values.IsEmpty ? InRange((double)price) : IsAnyNumber(price)),
        _ => item.AttributeOf(Field) is { } value && Matches(value),
    };

    private bool Matches(AttributeValue value) => value.Kind switch
    {
        _ when Values.IsEmpty => value.AsNumber() is { } number && InRange(number),
        AttributeKind.Number => IsAnyNumber(value.Number),
        AttributeKind.Texts => value.Texts.Any(IsAny),
        _ => IsAny(value.ToString()),
    };

    private bool IsAnyCategory(string category) => Values.Any(path => CategoryPath.IsWithin(category, path));

    private bool IsAny(string value)
    {
        foreach (string wanted in Values)
        {
            if (string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares as numbers, because 80 and 80.00 are the same price.</summary>
    private bool IsAnyNumber(decimal number) =>
        Values.Any(wanted => decimal.TryParse(
            wanted, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) && value == number);

    private bool IsAnyNumber(double number) =>
        Values.Any(wanted => double.TryParse(
            wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value == number);

    private bool InRange(double number) => number >= AtLeast && number <= AtMost;
}
