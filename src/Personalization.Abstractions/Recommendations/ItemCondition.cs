using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Recommendations;

/// <summary>One condition of an <see cref="ItemFilter"/>.</summary>
/// <param name="Field"><c>category</c>, <c>id</c>, <c>price</c> or the name of an attribute.</param>
/// <param name="Negated">Whether the condition holds exactly when its body does not.</param>
/// <param name="Values">Any of these must equal the field, case ignored; empty for a range.</param>
/// <param name="AtLeast">The range's lower end, inclusive.</param>
/// <param name="AtMost">The range's upper end, inclusive.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ItemCondition")]
public sealed record ItemCondition(
    [property: Id(0)] string Field,
    [property: Id(1)] bool Negated,
    [property: Id(2)] ImmutableArray<string> Values,
    [property: Id(3)] double AtLeast,
    [property: Id(4)] double AtMost)
{
    /// <summary>Whether the condition holds for an item; null is an item that is not in the catalogue.</summary>
    public bool Holds(CatalogItem? item) => (item is not null && Matches(item)) != Negated;

    private bool Matches(CatalogItem item) => Field switch
    {
        "id" => IsAny(item.Id.Value),
        "category" => item.Categories.Any(IsAny),
        "price" => item.Price is { } price && (Values.IsEmpty ? InRange((double)price) : IsAnyNumber(price)),
        _ => item.Attributes.TryGetValue(Field, out string? value) && (Values.IsEmpty ? InRange(value) : IsAny(value)),
    };

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

    /// <summary>80 and 80.00 are one price.</summary>
    private bool IsAnyNumber(decimal number) =>
        Values.Any(wanted => decimal.TryParse(wanted, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) && value == number);

    private bool InRange(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && InRange(number);

    private bool InRange(double number) => number >= AtLeast && number <= AtMost;
}
