using System.Collections.Immutable;
using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;

namespace Personalization.Tests.Abstractions.Filters;

/// <summary>Generates expressions without references, and items whose fields they compare.</summary>
internal static class GeneratedFilters
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Texts = Gen.OneOf(
        "a", "B", "b", "ab", "a/b", "a/b/c", "a'b", "10", "2.5", "true", "2026-11-21", "2026-11-22T06:00:00Z",
        "ö 🛒");

    private static readonly Gen<double> Numbers = Gen.OneOf(-3.0, 0, 1, 2.5, 10, 12);

    private static readonly Gen<FilterScalar> Scalars = Gen.OneOf(
        Texts.Select(FilterScalar.Of),
        Numbers.Select(FilterScalar.Of),
        Gen.Bool.Select(FilterScalar.Of));

    private static readonly Gen<FilterScalar> Dates = Gen.Int[0, 5].Select(
        days => FilterScalar.Of($"2026-11-{20 + days}"));

    /// <summary>Comparisons of all fields, with the operators and literals that each field accepts.</summary>
    public static readonly Gen<FilterExpression> Tests = Gen.OneOf(
        TestsOf(["brand", "tags", "size", "on", "day"], Scalars, (int)FilterOperator.Contains),
        TestsOf(["id", "title"], Texts.Select(FilterScalar.Of), (int)FilterOperator.Equal),
        TestsOf(["category"], Texts.Select(FilterScalar.Of), (int)FilterOperator.Equal),
        TestsOf(["price"], Numbers.Select(FilterScalar.Of), (int)FilterOperator.Between),
        TestsOf(["validFrom", "addedAt", "publishedAt"], Dates, (int)FilterOperator.Between),
        Gen.Select(Texts, Gen.Bool, (text, title) => (FilterExpression)new FilterTest(
            new FilterField(FilterSource.Candidate, title ? "title" : "category"),
            title ? FilterOperator.Contains : FilterOperator.Within,
            [new FilterLiteral(FilterScalar.Of(text))])),
        Gen.Bool.Select(flag => (FilterExpression)new FilterTest(
            new FilterField(FilterSource.Candidate, "available"),
            FilterOperator.Equal,
            [new FilterLiteral(FilterScalar.Of(flag))])));

    /// <summary>Expressions of at most a few dozen comparisons.</summary>
    public static readonly Gen<FilterExpression> Expressions = Nested(3);

    /// <summary>Items with few different values, so that many comparisons hold.</summary>
    public static readonly Gen<CatalogItem> Items = Gen.Select(
        Texts, Texts.Array[0, 3], Gen.Int[0, 20], Gen.Bool, Gen.Int[0, 10], AttributesOf(),
        (title, categories, price, available, days, attributes) => new CatalogItem
        {
            Id = ItemId.Create(title),
            Title = price % 3 == 0 ? null : title,
            Categories = [.. categories.Distinct()],
            Price = price == 0 ? null : price / 2m,
            Available = available,
            ValidFrom = days > 6 ? null : Day.AddDays(days),
            AddedAt = Day.AddHours(days * 12),
            Attributes = attributes.Where(pair => pair.Value.Kind == AttributeKind.Text)
                .ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Text),
            TypedAttributes = attributes.Where(pair => pair.Value.Kind != AttributeKind.Text).ToImmutableDictionary(),
            PublishedAt = days % 2 == 0 ? Day.AddDays(-days) : null,
        });

    private static Gen<ImmutableDictionary<string, AttributeValue>> AttributesOf() => Gen.Select(
        Gen.OneOf("brand", "tags", "size", "on", "day"), ValuesOf(), (name, value) => KeyValuePair.Create(name, value))
        .Array[0, 5].Select(pairs => pairs.DistinctBy(pair => pair.Key).ToImmutableDictionary());

    private static Gen<AttributeValue> ValuesOf() => Gen.OneOf(
        Texts.Select(text => AttributeValue.Of(text)),
        Numbers.Select(number => AttributeValue.Of(number)),
        Gen.Bool.Select(flag => AttributeValue.Of(flag)),
        Texts.Array[0, 3].Select(texts => AttributeValue.Of([.. texts])));

    private static Gen<FilterExpression> TestsOf(
        string[] fields, Gen<FilterScalar> values, int lastOperator) => Gen.Select(
        Gen.OneOf(fields), Gen.Int[0, lastOperator], values.Array[2, 4], (field, comparison, scalars) =>
        {
            FilterOperator chosen = (FilterOperator)comparison;
            int count = chosen switch
            {
                FilterOperator.Equal => scalars.Length,
                FilterOperator.Between => 2,
                _ => 1,
            };
            return (FilterExpression)new FilterTest(
                new FilterField(FilterSource.Candidate, field),
                chosen,
                [.. scalars.Take(count).Select(scalar => new FilterLiteral(scalar))]);
        });

    private static Gen<FilterExpression> Nested(int depth) => depth == 0 ? Tests : Gen.Select(
        Gen.Int[0, 4], Nested(depth - 1), Nested(depth - 1), (kind, left, right) => kind switch
        {
            0 => new FilterAll([left, right]),
            1 => new FilterAny([left, right]),
            2 => new FilterNot(left),
            _ => left,
        });
}
