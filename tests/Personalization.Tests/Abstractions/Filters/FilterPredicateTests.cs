using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Abstractions.Filters;

public sealed class FilterPredicateTests
{
    private static readonly CatalogItem Tent = new()
    {
        Id = ItemId.Create("p-1"),
        Title = "Kestrel tent",
        Categories = ["outdoor/tents/2-person", "Sale"],
        Price = 129.5m,
        Available = true,
        ValidFrom = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        Attributes = ImmutableDictionary<string, string>.Empty.Add("brand", "Acme")
            .Add("size", "42")
            .Add("launched", "2026-11-05")
            .Add("onSale", "true"),
        TypedAttributes = ImmutableDictionary<string, AttributeValue>.Empty.Add("weight", 2.5)
            .Add("sold", false)
            .Add("tags", AttributeValue.Of(["Used", "light"])),
    };

    private static readonly FilterBindings Bindings = new()
    {
        Item = Tent with { Price = 100, Attributes = Tent.Attributes.SetItem("country", "DE") },
        User = new Dictionary<string, string> { ["country"] = "de", ["limit"] = "130" },
        Context = new ListContext
        {
            Device = "phone",
            Hour = 20,
            Cart = [ItemId.Create("p-7"), ItemId.Create("p-8")],
        },
    };

    [Theory]
    [InlineData("brand = 'acme'", true)]
    [InlineData("brand != 'acme'", false)]
    [InlineData("missing != 'acme'", true)]
    [InlineData("missing = 'acme'", false)]
    [InlineData("missing < 3 or missing >= 3", false)]
    [InlineData("price > 129", true)]
    [InlineData("price <= 129.5 and price >= 129.5", true)]
    [InlineData("price between 100 and 129.5", true)]
    [InlineData("price not between 100 and 129.5", false)]
    [InlineData("size = 42", true)]
    [InlineData("size = '42'", true)]
    [InlineData("size = 42.0", true)]
    [InlineData("size = '42.0'", false)]
    [InlineData("size between 41 and 43", true)]
    [InlineData("category in 'outdoor/tents'", true)]
    [InlineData("category in 'outdoor/ten'", false)]
    [InlineData("category in 'OUTDOOR'", true)]
    [InlineData("category = 'outdoor/tents'", false)]
    [InlineData("category in ('shoes', 'sale')", true)]
    [InlineData("category contains 'sale'", true)]
    [InlineData("category contains 'tents'", false)]
    [InlineData("title contains 'TENT'", true)]
    [InlineData("title contains 'tents'", false)]
    [InlineData("weight < 3 and weight = '2.5' and weight != 2", true)]
    [InlineData("sold = false and sold != true", true)]
    [InlineData("tags contains 'used'", true)]
    [InlineData("tags = 'light'", true)]
    [InlineData("tags not contains 'use'", true)]
    [InlineData("tags in ('heavy', 'LIGHT')", true)]
    [InlineData("available = true", true)]
    [InlineData("onSale = true", true)]
    [InlineData("onSale = false", false)]
    [InlineData("launched >= '2026-11-01' and launched < '2026-11-05T12:00:00+02:00'", true)]
    [InlineData("validFrom <= '2026-11-01T01:00:00+01:00'", true)]
    [InlineData("validUntil > '2000-01-01'", false)]
    [InlineData("not (brand = 'x' or price < 3) and id in ('p-2', 'P-1')", true)]
    public void A_filter_allows_matching_items(string text, bool allowed) =>
        Assert.Equal(allowed, ItemFilter.Parse(text, out _)!.Allows(Tent));

    [Theory]
    [InlineData("price <= item.price * 1.295", true)]
    [InlineData("price <= item.price * 1.29", false)]
    [InlineData("price < item.price + 30", true)]
    [InlineData("price < user.limit", true)]
    [InlineData("price < user.missing", false)]
    [InlineData("price != user.missing", true)]
    [InlineData("category in item.category", true)]
    [InlineData("user.country = 'DE' and brand = item.brand", true)]
    [InlineData("user.country = item.country", true)]
    [InlineData("context.device = 'phone' and context.page != 'x'", true)]
    [InlineData("context.hour between 18 and 23 and not context.hour < 18", true)]
    [InlineData("context.cart in ('p-8', 'p-9')", true)]
    [InlineData("context.cart = 'p-9'", false)]
    [InlineData("id in context.cart", false)]
    [InlineData("context.device in ('desktop', 'tablet')", false)]
    [InlineData("size between 1 and user.limit", true)]
    public void References_take_the_values_of_the_request(string text, bool allowed)
    {
        ItemFilter filter = ItemFilter.Parse(
            text, FilterScope.Item | FilterScope.User | FilterScope.Context, null, out _)!;

        Assert.True(filter.HasReferences);
        Assert.False(filter.Allows(Tent));
        ItemFilter bound = filter.Bind(Bindings);
        Assert.False(bound.HasReferences);
        Assert.Equal(allowed, bound.Allows(Tent));
        Assert.Equal(allowed, ItemFilter.Parse(bound.Text, out _)!.Allows(Tent));
    }

    [Fact]
    public void A_filter_agrees_with_a_naive_evaluation() =>
        Gen.Select(GeneratedFilters.Expressions, GeneratedFilters.Items).Sample((expression, item) =>
        {
            bool expected = NaiveFilter.Holds(expression, item);
            Assert.Equal(expected, FilterPredicate.Compile(expression)(item));
            Assert.Equal(expected, ItemFilter.Parse(FilterText.Of(expression), out _)!.Allows(item));
        }, iter: 20_000);

    [Fact]
    public void An_item_outside_of_the_catalog_has_no_fields() => GeneratedFilters.Expressions.Sample(expression =>
        Assert.Equal(NaiveFilter.Holds(expression, null), FilterPredicate.Compile(expression)(null)), iter: 2_000);

    [Fact]
    public void A_bound_of_the_short_form_means_the_same_in_the_language() => Gen.Select(
        Gen.OneOf("price", "size", "brand", "missing"), Gen.Bool, Gen.Int[-2, 12], GeneratedFilters.Items)
        .Sample((field, isLeast, bound, item) =>
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{field}{(isLeast ? ">=" : "<=")}{bound}");
            ItemCondition condition = new(
                field,
                false,
                [],
                isLeast ? bound : double.NegativeInfinity,
                isLeast ? double.PositiveInfinity : bound);
            if (item.AttributeOf(field)?.Kind != AttributeKind.Texts)
            {
                Assert.Equal(condition.Holds(item), ItemFilter.Parse(text, out _)!.Allows(item));
            }
        }, iter: 5_000);
}
