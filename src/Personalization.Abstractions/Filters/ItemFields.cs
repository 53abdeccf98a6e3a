using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Filters;

/// <summary>Reads the fields of items for filters.</summary>
public static class ItemFields
{
    /// <summary>Returns the values of a field; empty when the item does not have it.</summary>
    public static ImmutableArray<FilterScalar> Read(CatalogItem item, FilterField field)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(field);
        if (ListOf(item, field) is { } list)
        {
            return [.. list.Select(FilterScalar.Of)];
        }

        return Single(item, field) is { } single ? [single] : [];
    }

    /// <summary>Gets whether any value of a field fulfills a test.</summary>
    public static bool Matches(CatalogItem item, FilterField field, FilterMatcher matcher)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(matcher);
        if (ListOf(item, field) is not { } list)
        {
            return Single(item, field) is { } single && matcher.Matches(single);
        }

        foreach (string element in list)
        {
            if (matcher.Matches(FilterScalar.Of(element), isElement: true))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The elements of a field that is a list; null for other fields.</summary>
    public static ImmutableArray<string>? ListOf(CatalogItem item, FilterField field)
    {
        ArgumentNullException.ThrowIfNull(item);
        return FilterFields.KindOf(field) switch
        {
            FilterFieldKind.Category => item.Categories,
            FilterFieldKind.Attribute when item.AttributeOf(field.Name) is { Kind: AttributeKind.Texts } value =>
                value.Texts,
            _ => null,
        };
    }

    private static FilterScalar? Single(CatalogItem item, FilterField field) =>
        FilterFields.KindOf(field) == FilterFieldKind.Attribute
            ? item.AttributeOf(field.Name) is { } value ? Of(value) : null
            : field.Name switch
            {
                "id" => FilterScalar.Of(item.Id.Value),
                "title" => item.Title is { } title ? FilterScalar.Of(title) : null,
                "price" => item.Price is { } price ? FilterScalar.Of((double)price) : null,
                "available" => FilterScalar.Of(item.Available),
                "validFrom" => Time(item.ValidFrom),
                "validUntil" => Time(item.ValidUntil),
                "publishedAt" => Time(item.PublishedAt),
                _ => Time(item.AddedAt),
            };

    private static FilterScalar Of(AttributeValue value) => value.Kind switch
    {
        AttributeKind.Number => FilterScalar.Of(value.Number),
        AttributeKind.Flag => FilterScalar.Of(value.Flag),
        _ => FilterScalar.Of(value.Text),
    };

    private static FilterScalar? Time(DateTimeOffset? time) => time is { } at ? FilterScalar.Of(at) : null;
}
