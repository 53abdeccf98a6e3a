using System.Collections.Concurrent;
using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;

namespace Personalization.Abstractions.Recommendations;

/// <summary>A filter for the items of a list, in the filter language or in the short form. Immutable.</summary>
/// <remarks>
/// Filter language: <c>category in 'outdoor/tents' and price between 20 and 80</c>; the guide on filters has its
/// grammar. Short form: conditions separated by commas, which must all hold: <c>category:shoes|boots</c> (any of),
/// <c>!brand:acme</c> (none of), <c>price&lt;=80</c>; in a value, <c>\</c> escapes the next character. An item that is
/// not in the catalog has no fields and passes only negated conditions.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ItemFilter")]
public sealed class ItemFilter
{
    /// <summary>The maximum length of a filter, in characters.</summary>
    public const int MaxLength = FilterParser.MaxLength;

    private const int MostCached = 2_000;

    /// <summary>
    /// A condition that no item fulfills. A silo of an earlier version does not know the filter language and returns no
    /// items instead of wrong ones.
    /// </summary>
    private static readonly ImmutableArray<ItemCondition> Unfulfillable =
        [new("id", false, ["\0"], double.NegativeInfinity, double.PositiveInfinity)];

    /// <summary>Parsed filters by text, so that a filter is parsed once per process and not once per message.</summary>
    private static readonly ConcurrentDictionary<string, Parsed> Cache = new(StringComparer.Ordinal);

    [Id(0)]
    private readonly ImmutableArray<ItemCondition> _conditions;

    [NonSerialized]
    private Parsed? _parsed;

    private ItemFilter(string text, ImmutableArray<ItemCondition> conditions, bool isExpression)
    {
        Text = text;
        _conditions = conditions;
        IsExpression = isExpression;
    }

    /// <summary>The filter as the client sent it.</summary>
    [Id(1)]
    public string Text { get; private init; }

    /// <summary>Gets whether the filter is in the filter language; false for the short form.</summary>
    [Id(2)]
    public bool IsExpression { get; private init; }

    /// <summary>The parsed filter; null for the short form.</summary>
    public FilterExpression? Expression => IsExpression ? Read().Expression : null;

    /// <summary>Gets whether the filter has references, which <see cref="Bind"/> must replace.</summary>
    public bool HasReferences => IsExpression && Read().HasReferences;

    /// <summary>Gets whether an item passes. Null is an item that is not in the catalog.</summary>
    /// <remarks>No item passes a filter with references before <see cref="Bind"/>.</remarks>
    public bool Allows(CatalogItem? item)
    {
        if (IsExpression)
        {
            return Read() is { HasReferences: false } parsed && parsed.Allows(item);
        }

        foreach (ItemCondition condition in _conditions)
        {
            if (!condition.Holds(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Replaces the references with the values of a request.</summary>
    /// <returns>This filter when it has no references.</returns>
    public ItemFilter Bind(FilterBindings bindings) =>
        HasReferences ? Of(FilterBinder.Bind(Expression!, bindings)) : this;

    /// <summary>Makes a filter from an expression.</summary>
    public static ItemFilter Of(FilterExpression expression) =>
        new(FilterText.Of(expression), Unfulfillable, true) { _parsed = new Parsed(expression) };

    /// <summary>Parses a filter without references, or lists every error in it.</summary>
    /// <inheritdoc cref="Parse(string, FilterScope, IReadOnlyCollection{string}?, out IReadOnlyList{string})"/>
    public static ItemFilter? Parse(string text, out IReadOnlyList<string> problems) =>
        Parse(text, FilterScope.None, null, out problems);

    /// <summary>Parses a filter, or lists every error in it.</summary>
    /// <param name="text">The filter in the filter language or in the short form.</param>
    /// <param name="scope">The references that the filter may use.</param>
    /// <param name="attributes">The known names of attributes; null when they are not known.</param>
    /// <param name="problems">Every error; empty for a valid filter.</param>
    /// <returns>The filter; null when <paramref name="problems"/> has entries.</returns>
    public static ItemFilter? Parse(
        string text,
        FilterScope scope,
        IReadOnlyCollection<string>? attributes,
        out IReadOnlyList<string> problems)
    {
        if (FilterParser.Parse(text, scope, null, out problems) is { } expression)
        {
            return attributes is not null && FilterParser.Parse(text, scope, attributes, out problems) is null
                ? null
                : new ItemFilter(text, Unfulfillable, true) { _parsed = new Parsed(expression) };
        }

        if (text.Length > MaxLength)
        {
            return null;
        }

        List<string> found = [];
        ImmutableArray<ItemCondition> conditions = ItemConditionParser.Parse(text, found);
        if (found.Count == 0)
        {
            problems = attributes is null ? [] : [.. UnknownIn(conditions, attributes)];
            return problems.Count > 0 ? null : new ItemFilter(text, conditions, false);
        }

        problems = IsShortForm(text) ? found : problems;
        return null;
    }

    /// <summary>Gets the names of the item attributes that the filter uses; a name can repeat.</summary>
    public IEnumerable<string> AttributeNames() => Expression is { } expression
        ? FilterFields.AttributesOf(expression)
        : AttributesOf(_conditions);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static IEnumerable<string> AttributesOf(ImmutableArray<ItemCondition> conditions) =>
        conditions.Select(condition => condition.Field).Except(ItemCondition.Fields);

    private static IEnumerable<string> UnknownIn(
        ImmutableArray<ItemCondition> conditions, IReadOnlyCollection<string> attributes) =>
        AttributesOf(conditions).Where(name => !attributes.Contains(name))
            .Select(name => UnknownAttribute.Describe(name, attributes, ItemCondition.Fields));

    /// <summary>Gets whether the author meant the short form: it alone has colons outside of quotes.</summary>
    private static bool IsShortForm(string text)
    {
        bool quoted = false;
        foreach (char character in text)
        {
            quoted ^= character is '\'' or '"';
            if (character == ':' && !quoted)
            {
                return true;
            }
        }

        return false;
    }

    private Parsed Read() => _parsed ??= Cached(Text);

    /// <summary>Parses a filter that an API process has validated. References are allowed: that process checked them.
    /// </summary>
    private static Parsed Cached(string text)
    {
        if (Cache.TryGetValue(text, out Parsed? known))
        {
            return known;
        }

        if (Cache.Count >= MostCached)
        {
            Cache.Clear();
        }

        const FilterScope every = FilterScope.Item | FilterScope.User | FilterScope.Context;
        return Cache.GetOrAdd(
            text,
            static unknown => new Parsed(
                FilterParser.Parse(unknown, every, null, out _) ?? new FilterConstant(false)));
    }

    /// <summary>A parsed and compiled filter. Immutable.</summary>
    private sealed class Parsed(FilterExpression expression)
    {
        private readonly Lazy<Func<CatalogItem?, bool>> _allows = new(() => FilterPredicate.Compile(expression));

        public FilterExpression Expression => expression;

        public bool HasReferences { get; } = FilterBinder.HasReferences(expression);

        public bool Allows(CatalogItem? item) => _allows.Value(item);
    }
}
