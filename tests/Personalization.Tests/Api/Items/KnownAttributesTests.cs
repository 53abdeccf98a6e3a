using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Settings;
using Personalization.Tests.Api.Edge;

namespace Personalization.Tests.Api.Items;

public sealed class KnownAttributesTests
{
    private readonly NamedAttributes _catalog = new() { Names = ["brand", "image"] };

    [Fact]
    public async Task An_unknown_name_is_refused_with_the_nearest_name_and_the_known_names()
    {
        KnownAttributes known = Known();
        IReadOnlyList<ValidationError> errors = await known.FindUnknownAsync(
            Filter("price < 3 and brnd = 'a'"), FilterScope.None, Fields("title,attributes.imag,attributes.brand"));
        Assert.Equal(
            [
                new ValidationError("query.filter", "unknown", "filter: at character 15: no item has a field or "
                    + "attribute 'brnd'; did you mean 'brand'? Fields are addedAt, available, categories, category, "
                    + "id, price, publishedAt, title, validFrom, validUntil; attributes are brand, image."),
                new ValidationError("query.fields", "unknown", "fields: no item has an attribute 'imag'; did you mean "
                    + "'image'? Attributes are brand, image."),
            ],
            errors);
    }

    [Fact]
    public async Task A_known_name_costs_no_call_and_a_new_name_costs_one()
    {
        KnownAttributes known = Known();
        ItemFilter filter = Filter("brand:acme,image:x");
        Assert.Empty(await known.FindUnknownAsync(filter, FilterScope.None));
        Assert.Equal(1, _catalog.Calls);
        Assert.Empty(await known.FindUnknownAsync(filter, FilterScope.None, Fields("title,attributes.image")));
        Assert.Equal(1, _catalog.Calls);
        _catalog.Names = ["colour"];
        Assert.Empty(await known.FindUnknownAsync(Filter("colour = 'red'"), FilterScope.None));
        Assert.Equal(2, _catalog.Calls);
        // A name that the catalog has lost stays known.
        Assert.Empty(await known.FindUnknownAsync(filter, FilterScope.None));
        Assert.Equal(2, _catalog.Calls);
    }

    [Fact]
    public async Task The_image_of_a_browser_row_is_accepted_in_a_shop_without_images()
    {
        _catalog.Names = ["brand"];
        KnownAttributes known = Known();
        Assert.Empty(await known.FindUnknownAsync(null, FilterScope.None, Fields("title,price,attributes.image")));
        Assert.Empty(await known.FindUnknownAsync(Filter("image != ''"), FilterScope.None));
        ValidationError error = Assert.Single(
            await known.FindUnknownAsync(Filter("image != '' and brnd = 'a'"), FilterScope.None));
        Assert.Contains("'brnd'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_name_is_accepted_without_names_with_too_many_names_and_without_an_engine()
    {
        KnownAttributes known = Known();
        foreach (ImmutableArray<string> names in new ImmutableArray<string>[]
            { [], [.. Enumerable.Range(0, 10_000).Select(i => $"a{i}")] })
        {
            _catalog.Names = names;
            Assert.Empty(await known.FindUnknownAsync(Filter("colour = 'red'"), FilterScope.None));
        }

        KnownAttributes alone = new(new ScriptedGrains(), new ApiOptions(), new FakeTimeProvider());
        Assert.Empty(await alone.FindUnknownAsync(Filter("colour = 'red'"), FilterScope.None));
    }

    [Fact]
    public async Task The_setting_adds_names()
    {
        _catalog.Names = [];
        KnownAttributes known = Known("season");
        Assert.Empty(await known.FindUnknownAsync(Filter("season = 'spring'"), FilterScope.None));
        Assert.Equal(
            "query.filter unknown",
            Assert.Single(await known.FindUnknownAsync(Filter("saeson = 'spring'"), FilterScope.None)) is var error
                ? $"{error.Path} {error.Code}" : null);
    }

    [Theory]
    [InlineData("brand", 0)]
    [InlineData("category", 0)]
    [InlineData("brend", 1)]
    public async Task The_field_of_a_cap_is_checked(string name, int count)
    {
        List<ValidationError> errors = [];
        await Known().CheckCapAsync(name, ["category"], "$.rows[0].cap.attribute", errors);
        Assert.Equal(count, errors.Count);
    }

    private KnownAttributes Known(params string[] declared) => new(
        new ScriptedGrains(_catalog), new ApiOptions { AttributeNames = declared }, new FakeTimeProvider());

    private static ItemFilter Filter(string text) => ItemFilter.Parse(text, out _)!;

    private static FieldSelection Fields(string names) => FieldSelection.Parse(names.Split(','), out _)!;

    private sealed class NamedAttributes : IItemListsGrain
    {
        public ImmutableArray<string> Names { get; set; } = [];

        public int Calls { get; private set; }

        public ValueTask<ImmutableArray<string>> AttributeNamesAsync()
        {
            Calls++;
            return ValueTask.FromResult(Names);
        }

        public ValueTask<ImmutableArray<CatalogItem?>> ItemsAsync(ImmutableArray<ItemId> items) =>
            throw new NotSupportedException();

        public ValueTask<ItemPage> BrowseAsync(ItemBrowseQuery query) => throw new NotSupportedException();

        public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter) =>
            throw new NotSupportedException();

        public ValueTask<RecommendationList> AroundAsync(SimilarQuery query) => throw new NotSupportedException();

        public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter) =>
            throw new NotSupportedException();
    }
}
