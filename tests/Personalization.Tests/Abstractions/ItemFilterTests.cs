using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Tests.Abstractions;

public sealed class ItemFilterTests
{
    private static readonly CatalogItem Boots = new()
    {
        Id = ItemId.Create("p-1"),
        Categories = ["Shoes", "boots"],
        Attributes = ImmutableDictionary<string, string>.Empty.Add("brand", "Acme")
            .Add("size", "42")
            .Add("note", "a,b|c"),
        Price = 80,
    };

    private static readonly Gen<string> Values = Gen.OneOf(
        "a", "b", "B", "a,b", "c|d", "\\", ":", "<=", " x", "ö 🛒", "!");

    private static readonly Gen<CatalogItem?> Items = Gen.Select(
        Values.Array[0, 2], Values, Gen.Int[0, 5], Gen.Bool, Gen.Int[0, 9], (categories, brand, size, priced, kind) =>
            kind == 0 ? null : new CatalogItem
            {
                Id = ItemId.Create("a"),
                Categories = [.. categories],
                Attributes = ImmutableDictionary<string, string>.Empty.Add(
                    "brand", brand).Add("size", size.ToString(CultureInfo.InvariantCulture)),
                Price = priced ? size : null,
            });

    private static readonly Gen<Part> Parts = Gen.Select(
        Gen.OneOf("category", "brand", "size", "price", "id", "missing"),
        Gen.Bool,
        Gen.Int[0, 2],
        Values.Array[1, 3],
        Gen.Int[0, 5],
        (field, negated, kind, values, bound) => new Part(field, negated, kind, values, bound));

    [Theory]
    [InlineData("category:shoes", true)]
    [InlineData("category:hats|BOOTS", true)]
    [InlineData("category:hats", false)]
    [InlineData("!brand:acme", false)]
    [InlineData("!brand:other", true)]
    [InlineData("price<=80", true)]
    [InlineData("price>=80", true)]
    [InlineData("price<=79.99", false)]
    [InlineData("!price<=79.99", true)]
    [InlineData("size>=41, size<=43", true)]
    [InlineData("brand>=1", false)]
    [InlineData("id:P-1", true)]
    [InlineData(" category : shoes , brand:acme ", true)]
    [InlineData("category:shoes,brand:other", false)]
    [InlineData("note:a\\,b\\|c", true)]
    [InlineData("colour:red", false)]
    [InlineData("!colour:red", true)]
    public void A_filter_allows_matching_items(string text, bool allowed) =>
        Assert.Equal(allowed, Parse(text).Allows(Boots));

    [Theory]
    [InlineData("category:shoes", false)]
    [InlineData("!category:shoes", true)]
    [InlineData("price>=0", false)]
    [InlineData("!price>=0", true)]
    public void An_item_outside_the_catalog_passes_only_negated_conditions(string text, bool allowed) =>
        Assert.Equal(allowed, Parse(text).Allows(null));

    [Theory]
    [InlineData("", 1)]
    [InlineData("category", 1)]
    [InlineData(":x", 1)]
    [InlineData("category:", 1)]
    [InlineData("category:|", 1)]
    [InlineData("price<=", 1)]
    [InlineData("price<=cheap", 1)]
    [InlineData("price>=NaN", 1)]
    [InlineData("category:x,", 1)]
    [InlineData("nonsense,price<=x,brand:ok,!", 3)]
    public void All_errors_are_listed(string text, int count)
    {
        Assert.Null(ItemFilter.Parse(text, out IReadOnlyList<string> problems));
        Assert.Equal(count, problems.Count);
    }

    [Fact]
    public void The_longest_filter_is_8192_characters()
    {
        string longest = "brand:" + new string('x', ItemFilter.MaxLength - 6);
        Assert.Equal(longest, Parse(longest).ToString());
        Assert.Null(ItemFilter.Parse(longest + "x", out IReadOnlyList<string> problems));
        _ = Assert.Single(problems);
    }

    [Fact]
    public void A_filter_agrees_with_an_oracle() => Gen.Select(Parts.Array[1, 3], Items).Sample((parts, item) =>
    {
        ItemFilter filter = Parse(string.Join(',', parts.Select(part => part.Text)));
        Assert.Equal(parts.All(part => part.Holds(item)), filter.Allows(item));
    }, iter: 20_000);

    [Fact]
    public void Parsing_never_throws() => Gen.OneOf(
        Gen.String,
        Gen.OneOf("a", ":", ",", "|", "\\", "<", "=", ">", "!", " ", "1").Array[0, 20].Select(string.Concat))
        .Sample(text =>
        {
            ItemFilter? filter = ItemFilter.Parse(text, out IReadOnlyList<string> problems);
            Assert.Equal(filter is null, problems.Count > 0);
            _ = filter?.Allows(Boots);
        }, iter: 20_000);

    [Theory]
    [InlineData("price<=80,!brnd:acme,category:tents", "no item has a field or attribute 'brnd'; did you mean 'brand'? "
        + "Fields are category, id, price; attributes are brand, tags")]
    [InlineData("tags contains 'a' or not brnd = 'b'", "at character 26: no item has a field or attribute 'brnd'; did "
        + "you mean 'brand'? Fields are addedAt, available, categories, category, id, price, publishedAt, title, "
        + "validFrom, validUntil; attributes are brand, tags")]
    public void An_unknown_attribute_is_an_error(string text, string expected)
    {
        Assert.Null(ItemFilter.Parse(text, FilterScope.None, ["tags", "brand"], out IReadOnlyList<string> problems));
        Assert.Equal([expected], problems);
        Assert.Contains("brnd", ItemFilter.Parse(text, out _)!.AttributeNames());
    }

    private static ItemFilter Parse(string text)
    {
        ItemFilter? filter = ItemFilter.Parse(text, out IReadOnlyList<string> problems);
        Assert.Empty(problems);
        return filter!;
    }

    /// <summary>A condition that is evaluated without the parser.</summary>
    private sealed record Part(string Field, bool Negated, int Kind, string[] Values, int Bound)
    {
        public string Text => (Negated ? "!" : string.Empty) + Field + Kind switch
        {
            0 => ":" + string.Join('|', Values.Select(Escape)),
            1 => FormattableString.Invariant($"<={Bound}"),
            _ => FormattableString.Invariant($">={Bound}"),
        };

        public bool Holds(CatalogItem? item) => Negated != FieldOf(item).Any(value => Kind switch
        {
            0 => Values.Any(wanted => string.Equals(wanted.Trim(), value, StringComparison.OrdinalIgnoreCase)),
            1 => Field != "category"
                && Field != "id"
                && double.TryParse(value, CultureInfo.InvariantCulture, out double most)
                && most <= Bound,
            _ => Field != "category"
                && Field != "id"
                && double.TryParse(value, CultureInfo.InvariantCulture, out double least)
                && least >= Bound,
        });

        private ImmutableArray<string> FieldOf(CatalogItem? item) => item is null ? [] : Field switch
        {
            "category" => item.Categories,
            "id" => [item.Id.Value],
            "price" => item.Price is { } price ? [price.ToString(CultureInfo.InvariantCulture)] : [],
            _ => item.Attributes.TryGetValue(Field, out string? value) ? [value] : [],
        };

        private static string Escape(string value) =>
            string.Concat(value.Select(c => c is ',' or '|' or '\\' ? $"\\{c}" : $"{c}"));
    }
}
