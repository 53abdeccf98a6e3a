using System.Collections.Immutable;
using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Filters;
using Personalization.Tests.Abstractions.Filters;

namespace Personalization.Tests.Engine.Filters;

/// <summary>Filters over columns give exactly the answers of the naive evaluation.</summary>
public sealed class FilterColumnsTests
{
    private const int Many = 9_000;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly FilterField[] Fields =
    [
        .. new[]
        {
            "price", "available", "category", "validFrom", "addedAt", "publishedAt", "brand", "tags", "size", "on",
            "day",
        }.Select(name => new FilterField(FilterSource.Candidate, name)),
    ];

    private static readonly CatalogItem[] ManyItems = Generate();

    private static readonly Gen<FilterExpression> Ranges = Gen.Select(
        Gen.OneOf("price", "weight", "code", "addedAt"),
        Gen.Int[0, 6],
        Gen.Int[-10, Many + 10],
        Gen.Int[-10, Many + 10],
        (field, comparison, first, second) =>
        {
            bool isTime = field == "addedAt";
            FilterScalar Of(int value) => isTime
                ? FilterScalar.Of(Start.AddMinutes(value).ToString("O", null))
                : FilterScalar.Of((double)value);
            FilterOperator chosen = (FilterOperator)Math.Min(comparison, (int)FilterOperator.Between);
            return (FilterExpression)new FilterTest(
                new FilterField(FilterSource.Candidate, field),
                chosen,
                chosen is FilterOperator.Between or FilterOperator.Equal
                    ? [new FilterLiteral(Of(first)), new FilterLiteral(Of(second))]
                    : [new FilterLiteral(Of(first))]);
        });

    [Fact]
    public void Generated_filters_agree_with_a_naive_evaluation() => Gen.Select(
        GeneratedFilters.Expressions, GeneratedFilters.Items.Array[1, 130]).Sample((expression, items) =>
        {
            FilterColumns columns = FilterColumns.Build(items.Length, 1, number => items[number], Fields);
            CompiledFilter compiled = columns.Compile(ItemFilter.Of(expression));
            for (int number = 0; number < items.Length; number++)
            {
                Assert.Equal(NaiveFilter.Holds(expression, items[number]), compiled.Allows(number, items[number]));
            }
        }, iter: 1_000);

    [Fact]
    public void Comparisons_of_thousands_of_values_agree_with_a_naive_evaluation()
    {
        FilterColumns columns = FilterColumns.Build(
            Many,
            1,
            number => ManyItems[number],
            new[] { "price", "weight", "code", "addedAt" }
                .Select(name => new FilterField(FilterSource.Candidate, name)));
        Gen.Select(Ranges, Ranges, Gen.Int[0, 3]).Sample((left, right, kind) =>
        {
            FilterExpression expression = kind switch
            {
                0 => new FilterAll([left, right]),
                1 => new FilterAny([left, new FilterNot(right)]),
                _ => left,
            };
            CompiledFilter compiled = columns.Compile(ItemFilter.Of(expression));
            for (int number = 0; number < Many; number++)
            {
                Assert.True(
                    NaiveFilter.Holds(expression, ManyItems[number]) == compiled.Allows(number, null),
                    $"{FilterText.Of(expression)} on {number}");
            }
        }, iter: 300);
    }

    [Fact]
    public void A_column_is_built_once_a_filter_asks_for_it_and_again_after_many_changes()
    {
        FilterIndex index = new();
        ItemFilter filter = ItemFilter.Parse("price < 3 and brand = 'b0'", out _)!;
        Assert.Null(index.Compile(filter, 7));
        index.Refresh(10, 7, number => ManyItems[number]);
        CompiledFilter first = index.Compile(filter, 7)!;
        Assert.Same(first, index.Compile(filter, 8));

        // A list of an earlier catalog must not use later columns.
        Assert.Null(index.Compile(filter, 6));
        index.Count(1_000);
        index.Refresh(10, 9, number => ManyItems[number]);
        Assert.Same(first, index.Compile(filter, 9));
        index.Count(1);
        index.Refresh(10, 9, number => ManyItems[number]);
        Assert.Equal(9, index.Compile(filter, 9)!.Epoch);
    }

    [Fact]
    public void A_test_without_a_column_is_evaluated_item_by_item()
    {
        FilterColumns columns = FilterColumns.Build(Many, 1, number => ManyItems[number], [Fields[0]]);
        CompiledFilter compiled = columns.Compile(
            ItemFilter.Parse("(price < 100 or id = 'i500') and not id = 'i7'", out _)!);

        Assert.Equal(
            [.. Enumerable.Range(0, 100).Where(number => number != 7), 500],
            Enumerable.Range(0, Many).Where(number => compiled.Allows(number, ManyItems[number])));
    }

    /// <summary>Items with thousands of different prices, weights and codes; some fields are missing.</summary>
    private static CatalogItem[] Generate()
    {
        Random chance = new(5);
        return
        [
            .. Enumerable.Range(0, Many).Select(number => new CatalogItem
            {
                Id = ItemId.Create($"i{number}"),
                Price = number,
                AddedAt = Start.AddMinutes(chance.Next(Many)),
                Attributes = chance.Next(4) == 0
                    ? ImmutableDictionary<string, string>.Empty
                    : ImmutableDictionary<string, string>.Empty.Add("brand", $"b{number % 40}")
                        .Add("code", $"{chance.Next(Many)}"),
                TypedAttributes = chance.Next(4) == 0
                    ? null
                    : ImmutableDictionary<string, AttributeValue>.Empty.Add("weight", chance.Next(Many) + .5),
            }),
        ];
    }
}
