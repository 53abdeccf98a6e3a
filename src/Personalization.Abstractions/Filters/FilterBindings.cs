using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Filters;

/// <summary>The values of a filter's references in one request. Immutable.</summary>
public sealed record FilterBindings
{
    /// <summary>The current item of <c>item.NAME</c>; null for none.</summary>
    public CatalogItem? Item { get; init; }

    /// <summary>The user's attributes of <c>user.NAME</c>; null for none.</summary>
    public IReadOnlyDictionary<string, string>? User { get; init; }

    /// <summary>The request's context of <c>context.NAME</c>; null for none.</summary>
    public ListContext? Context { get; init; }

    /// <summary>Returns the values of a field; empty when it is missing.</summary>
    public ImmutableArray<FilterScalar> Resolve(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Source switch
        {
            FilterSource.Item => Item is null ? [] : ItemFields.Read(Item, field),
            FilterSource.User => TextOf(User, field.Name),
            FilterSource.Context => Context?.Resolve(field.Name) ?? [],
            _ => [],
        };
    }

    private static ImmutableArray<FilterScalar> TextOf(IReadOnlyDictionary<string, string>? values, string name) =>
        values?.TryGetValue(name, out string? text) == true ? [FilterScalar.Of(text)] : [];
}
