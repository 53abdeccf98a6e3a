using System.Collections.Frozen;

namespace Personalization.Abstractions.Filters;

/// <summary>The fields of an item that a filter can name, besides its attributes.</summary>
public static class FilterFields
{
    private static readonly FrozenDictionary<string, FilterFieldKind> Kinds = new Dictionary<string, FilterFieldKind>
    {
        ["id"] = FilterFieldKind.Text,
        ["title"] = FilterFieldKind.Text,
        ["price"] = FilterFieldKind.Number,
        ["available"] = FilterFieldKind.Flag,
        ["category"] = FilterFieldKind.Category,
        ["categories"] = FilterFieldKind.Category,
        ["validFrom"] = FilterFieldKind.Time,
        ["validUntil"] = FilterFieldKind.Time,
        ["publishedAt"] = FilterFieldKind.Time,
        ["addedAt"] = FilterFieldKind.Time,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of the fields that every item has.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Returns the kind of an item's field.</summary>
    public static FilterFieldKind KindOf(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.IsAttribute || field.Source is FilterSource.User or FilterSource.Context
            ? FilterFieldKind.Attribute
            : Kinds.GetValueOrDefault(field.Name, FilterFieldKind.Attribute);
    }

    /// <summary>Gets whether a field is an attribute of an item, whose names a catalog defines.</summary>
    public static bool IsItemAttribute(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Source is FilterSource.Candidate or FilterSource.Item
            && KindOf(field) == FilterFieldKind.Attribute;
    }

    /// <summary>Gets the names of the item attributes that an expression uses; a name can repeat.</summary>
    public static IEnumerable<string> AttributesOf(FilterExpression expression) => expression switch
    {
        FilterAll all => all.Parts.SelectMany(AttributesOf),
        FilterAny any => any.Parts.SelectMany(AttributesOf),
        FilterNot not => AttributesOf(not.Inner),
        FilterTest test => test.Values.OfType<FilterReference>().Select(value => value.Field).Prepend(test.Field)
            .Where(IsItemAttribute).Select(field => field.Name),
        _ => [],
    };
}

/// <summary>The kind of a field, which decides the values it can be compared with.</summary>
public enum FilterFieldKind
{
    /// <summary>An attribute, whose values can have any type.</summary>
    Attribute = 0,

    /// <summary>A text.</summary>
    Text = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Flag = 3,

    /// <summary>The item's categories.</summary>
    Category = 4,

    /// <summary>A time.</summary>
    Time = 5,
}
