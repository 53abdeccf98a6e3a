using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;

namespace Personalization.Abstractions.Filters;

/// <summary>Compiles expressions without references to delegates over items.</summary>
public static class FilterPredicate
{
    /// <summary>Compiles an expression.</summary>
    /// <param name="expression">The expression. A test with a reference never holds.</param>
    /// <returns>Gets whether an item fulfills the expression. Null, an item outside of the catalog, has no fields.
    /// </returns>
    public static Func<CatalogItem?, bool> Compile(FilterExpression expression)
    {
        switch (expression)
        {
            case FilterAll all:
                ImmutableArray<Func<CatalogItem?, bool>> every = [.. all.Parts.Select(Compile)];
                return item => AllHold(every, item);
            case FilterAny any:
                ImmutableArray<Func<CatalogItem?, bool>> some = [.. any.Parts.Select(Compile)];
                return item => AnyHolds(some, item);
            case FilterNot not:
                Func<CatalogItem?, bool> inner = Compile(not.Inner);
                return item => !inner(item);
            case FilterTest test:
                return Compile(test);
            default:
                bool holds = expression is FilterConstant { Holds: true };
                return _ => holds;
        }
    }

    /// <summary>Returns the matcher of a test; null for a test with a reference.</summary>
    public static FilterMatcher? MatcherOf(FilterTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return test.Field.Source == FilterSource.Candidate && test.Values.All(value => value is FilterLiteral)
            ? new FilterMatcher(test.Operator, [.. test.Values.Select(value => ((FilterLiteral)value).Value)])
            : null;
    }

    private static Func<CatalogItem?, bool> Compile(FilterTest test) => MatcherOf(test) is { } matcher
        ? item => item is not null && ItemFields.Matches(item, test.Field, matcher)
        : _ => false;

    private static bool AllHold(ImmutableArray<Func<CatalogItem?, bool>> parts, CatalogItem? item)
    {
        foreach (Func<CatalogItem?, bool> part in parts)
        {
            if (!part(item))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AnyHolds(ImmutableArray<Func<CatalogItem?, bool>> parts, CatalogItem? item)
    {
        foreach (Func<CatalogItem?, bool> part in parts)
        {
            if (part(item))
            {
                return true;
            }
        }

        return false;
    }
}
