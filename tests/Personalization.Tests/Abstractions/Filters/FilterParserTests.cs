using CsCheck;
using Personalization.Abstractions.Filters;

namespace Personalization.Tests.Abstractions.Filters;

public sealed class FilterParserTests
{
    private const FilterScope Every = FilterScope.Item | FilterScope.User | FilterScope.Context;

    private static readonly string[] Attributes = ["brand", "colour", "stock"];

    [Theory]
    [InlineData("price = 1 and brand = 'a' or id = 'x'", "(\"price\" = 1 and \"brand\" = 'a') or \"id\" = 'x'")]
    [InlineData("price = 1 and (brand = 'a' or id = 'x')", "\"price\" = 1 and (\"brand\" = 'a' or \"id\" = 'x')")]
    [InlineData("NOT brand='a' AND Not not id='x'", "not \"brand\" = 'a' and \"id\" = 'x'")]
    [InlineData("brand not in ('a', 'it''s')", "not \"brand\" in ('a', 'it''s')")]
    [InlineData("price not between -1.5 and 2e1", "not \"price\" between -1.5 and 2e1")]
    [InlineData("tags not contains 'used'", "not \"tags\" contains 'used'")]
    [InlineData("brand != 'a'", "not \"brand\" = 'a'")]
    [InlineData("category in 'outdoor/tents'", "\"category\" in ('outdoor/tents')")]
    [InlineData("\"screen size\" >= .5", "\"screen size\" >= .5")]
    [InlineData("attributes.price = 'x'", "attributes.\"price\" = 'x'")]
    [InlineData("shoe-size = 4 and price <= item.price-5", "\"shoe-size\" = 4 and \"price\" <= item.\"price\" - 5")]
    [InlineData("price <= item.price * 1.2", "\"price\" <= item.\"price\" * 1.2")]
    [InlineData("country = user.country", "\"country\" = user.\"country\"")]
    [InlineData("onSale = TRUE", "\"onSale\" = true")]
    [InlineData("price between 20 and 80 and id = 'x'", "\"price\" between 20 and 80 and \"id\" = 'x'")]
    public void Precedence_and_literals_are_read(string text, string canonical) =>
        Assert.Equal(canonical, FilterText.Of(Parse(text)));

    [Theory]
    [InlineData("", "at character 1: expected a field but found the end")]
    [InlineData("brand", "at character 6: expected =, !=, <, <=, >, >=, in, between or contains but found the end")]
    [InlineData(
        "brand = acme", "at character 9: expected a 'text', a number, true, false or a reference but found 'acme'; a "
            + "text needs single quotes: 'acme'")]
    [InlineData("brand == 'a'", "at character 7: expected =, !=, <, <=, >, >=, in, between or contains but found '=='; "
        + "write '='")]
    [InlineData("price betwen 1 and 2", "at character 7: expected =, !=, <, <=, >, >=, in, between or contains but "
        + "found 'betwen'; did you mean 'between'?")]
    [InlineData("price between 1 or 2", "at character 17: expected 'and' and the upper value of between but found 'or'",
        "at character 20: expected a field but found '2'")]
    [InlineData("price = 'cheap'", "at character 1: price is compared with numbers but the value is 'cheap'")]
    [InlineData("available = 'maybe'", "at character 1: available is compared with true or false but the value is "
        + "'maybe'")]
    [InlineData("validFrom > 'soon'", "at character 1: validFrom is compared with dates such as '2026-11-22' or "
        + "'2026-11-22T18:30:00Z' but the value is 'soon'")]
    [InlineData("category < 'a'", "at character 10: category cannot be compared this way; use =, !=, in or contains")]
    [InlineData("brand = 'a' adn id = 'x'",
        "at character 13: expected 'and', 'or', ')' or the end but found 'adn'; did you mean 'and'?")]
    [InlineData("brand = 'a", "at character 9: the closing ' is missing")]
    [InlineData("(brand = 'a'", "at character 1: the closing ')' is missing")]
    [InlineData("brand = 'a')", "at character 12: ')' has no matching '('")]
    [InlineData("brand in ('a' 'b')", "at character 15: expected ',' or ')' in the list of values but found the text "
        + "'b'")]
    [InlineData("price <= user.limit / 0", "at character 23: expected a number above 0 after '/' but found '0'")]
    [InlineData("itm.price = 1", "at character 1: expected one of 'item', 'user', 'context', 'attributes' before the "
        + "dot but found 'itm'; did you mean 'item'?")]
    [InlineData("price = 1e999", "at character 9: the number '1e999' is too large")]
    public void Errors_have_a_position_and_an_expectation(string text, params string[] expected)
    {
        Assert.Null(FilterParser.Parse(text, Every, null, out IReadOnlyList<string> problems));
        Assert.Equal(expected, problems);
    }

    [Fact]
    public void All_errors_are_listed_in_their_order()
    {
        const string text =
            "price = 'x' and (brand like 'a' or stock in ()) or not id between 1 and 2 and colour = red";

        Assert.Null(FilterParser.Parse(text, Every, null, out IReadOnlyList<string> problems));

        Assert.Equal(
            ["at character 1", "at character 24", "at character 46", "at character 59", "at character 88"],
            problems.Select(problem => problem.Split(':')[0]));
    }

    [Theory]
    [InlineData("item.price > 1", FilterScope.User, "at character 1: 'item.' needs a current item, which this request "
        + "does not have")]
    [InlineData("price > user.limit", FilterScope.Item, "at character 9: 'user.' needs a user, which this request does "
        + "not have")]
    [InlineData("price > context.dvice", FilterScope.Context, "at character 17: the context has cart, country, device, "
        + "hour, page, referrer but no 'dvice'; did you mean 'device'?")]
    [InlineData("price > context.limit", FilterScope.None, "at character 9: 'context.' needs a context, which this "
        + "request does not have")]
    public void A_reference_outside_of_its_scope_is_an_error(string text, FilterScope scope, string expected)
    {
        Assert.Null(FilterParser.Parse(text, scope, null, out IReadOnlyList<string> problems));
        Assert.Equal([expected], problems);
    }

    [Theory]
    [InlineData("color = 'red'", "at character 1: no item has a field or attribute 'color'; did you mean 'colour'? ")]
    [InlineData("Price > 3", "at character 1: no item has a field or attribute 'Price'; did you mean 'price'? ")]
    [InlineData("farbe = 'rot'", "at character 1: no item has a field or attribute 'farbe'; ")]
    [InlineData("price > 3 and price < item.limit",
        "at character 28: no item has a field or attribute 'limit'; ")]
    public void An_unknown_name_is_an_error(string text, string expected)
    {
        Assert.Null(FilterParser.Parse(text, Every, Attributes, out IReadOnlyList<string> problems));
        Assert.Equal(
            [expected + $"Fields are {string.Join(", ", FilterFields.Names)}; attributes are brand, colour, stock"],
            problems);
    }

    [Theory]
    [InlineData("attributes.farbe = 'rot'", "at character 12: no item has an attribute 'farbe'; ")]
    [InlineData("brand = item.attributes.brnd",
        "at character 25: no item has an attribute 'brnd'; did you mean 'brand'? ")]
    public void An_unknown_attribute_is_an_error(string text, string expected)
    {
        Assert.Null(FilterParser.Parse(text, Every, Attributes, out IReadOnlyList<string> problems));
        Assert.Equal([expected + "Attributes are brand, colour, stock"], problems);
    }

    [Theory]
    [InlineData("attributes.colour = 'rot' and attributes.stock < item.stock")]
    [InlineData("brand = 'a' and stock > 0 and title contains 'tent' and brand = user.marke")]
    public void A_known_name_is_accepted(string text) =>
        Assert.NotNull(FilterParser.Parse(text, Every, Attributes, out _));

    [Fact]
    public void A_plain_name_of_an_audience_is_an_attribute_of_the_user() => Assert.Equal(
        "user.\"country\" = 'DE' and not user.\"plan\" = 'free'",
        FilterText.Of(
            FilterParser.Parse("country = 'DE' and user.plan != 'free'", FilterScope.Audience, null, out _)!));

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, false)]
    public void A_filter_has_at_most_400_values(int values, bool valid) => Assert.Equal(valid, FilterParser.Parse(
        $"brand in ({string.Join(',', Enumerable.Repeat("'a'", values))})", Every, null, out _) is not null);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    [InlineData(4_000, false)]
    public void Parentheses_are_at_most_50_deep(int depth, bool valid) => Assert.Equal(valid, FilterParser.Parse(
        $"{new string('(', depth)}id='x'{new string(')', depth)}", Every, null, out _) is not null);

    [Fact]
    public void A_filter_has_at_most_8192_characters()
    {
        string longest = $"id = '{new string('x', FilterParser.MaxLength - 7)}'";

        Assert.NotNull(FilterParser.Parse(longest, Every, null, out _));
        Assert.Null(FilterParser.Parse(longest + " ", Every, null, out IReadOnlyList<string> problems));
        Assert.Equal(["a filter must have at most 8192 characters but had 8193"], problems);
    }

    [Fact]
    public void Written_expressions_are_read_back() => GeneratedFilters.Expressions.Sample(expression =>
    {
        string text = FilterText.Of(Parse(FilterText.Of(expression)));
        Assert.Equal(Without(text), Without(FilterText.Of(Parse(text))));
        static string Without(string written) => written.Replace("(", null).Replace(")", null);
    }, iter: 10_000);

    [Fact]
    public void Parsing_never_throws() => Gen.OneOf(
        Gen.String,
        Gen.OneOf(
            "(", ")", "and", "or", "not", "in", "between", "contains", "'a'", "'", "\"", "1", "-", ".", ",", "=", "!=",
            "<", "price", "item", "user", "brand", "true", " ", "*", "😀").Array[0, 25]
            .Select(parts => string.Join(' ', parts)))
        .Sample(text =>
        {
            FilterExpression? expression = FilterParser.Parse(
                text, Every, Attributes, out IReadOnlyList<string> problems);
            Assert.Equal(expression is null, problems.Count > 0);
        }, iter: 50_000);

    private static FilterExpression Parse(string text)
    {
        FilterExpression? expression = FilterParser.Parse(text, Every, null, out IReadOnlyList<string> problems);
        Assert.Empty(problems);
        return expression!;
    }
}
