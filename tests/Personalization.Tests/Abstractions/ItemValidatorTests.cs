using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Tests.Abstractions;

public sealed class ItemValidatorTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(1));
    private static readonly RawItem Good = new() { Id = "p" };

    [Fact]
    public void Fields_are_copied_and_missing_fields_stay_null()
    {
        ItemPatch bare = AssertValid(Good);
        Assert.Equal(
            ("p", null, null, null, null), (bare.Id.Value, bare.Title, bare.Price, bare.Available, bare.ValidFrom));
        Assert.Null(bare.Categories);
        Assert.Null(bare.Attributes);
        ItemPatch full = AssertValid(new RawItem
        {
            Id = "p",
            Title = "Boots",
            Categories = ["b", "a", "b"],
            Attributes = Texts(("brand", "Acme"), ("colour", null)),
            Price = 0,
            Available = false,
            ValidFrom = At,
            ValidUntil = At.AddTicks(1),
        });
        Assert.Equal(["b", "a"], full.Categories!.Value.AsEnumerable());
        Assert.Equal(
            ("Boots", 0m, false, TimeSpan.Zero),
            (full.Title, full.Price, full.Available, full.ValidFrom!.Value.Offset));
        Assert.Equal(At, full.ValidFrom);
    }

    [Fact]
    public void A_patch_changes_only_its_fields()
    {
        CatalogItem item = new() { Id = ItemId.Create("p"), Title = "Old", Price = 5, Categories = ["a"] };
        item = AssertValid(Good with
        {
            Attributes = Texts(("brand", "Acme"), ("colour", "red"))
        }).ApplyTo(item);
        CatalogItem changed = AssertValid(Good with
        {
            Price = 7,
            Attributes = Texts(("colour", null), ("size", "M"))
        }).ApplyTo(item);
        Assert.Equal(("Old", 7m, "a"), (changed.Title, changed.Price, Assert.Single(changed.Categories)));
        Assert.Equal(
            ["brand=Acme", "size=M"],
            changed.Attributes.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_errors_are_listed()
    {
        List<ValidationError> errors = [];
        ItemPatch? valid = ItemValidator.Validate(
            new RawItem
            {
                Title = new string('t', 513),
                Categories = ["ok", null, "", new string('c', 129)],
                Attributes = Texts(("a\0", "x"), ("long", new string('x', 1025))),
                Price = -0.01m,
                ValidFrom = At,
                ValidUntil = At,
            },
            "$[0]", errors);
        Assert.Null(valid);
        Assert.Equal(
            [
                ("$[0].id", "required"),
                ("$[0].title", "tooLong"),
                ("$[0].categories[1]", "invalid"),
                ("$[0].categories[2]", "invalid"),
                ("$[0].categories[3]", "tooLong"),
                ("$[0].attributes", "invalid"),
                ("$[0].attributes['long']", "tooLong"),
                ("$[0].price", "outOfRange"), ("$[0].validUntil", "outOfRange"),
            ],
            errors.Select(error => (error.Path, error.Code)));
    }

    [Fact]
    public void Boundaries_are_inclusive()
    {
        _ = AssertValid(Good with { Id = new string('p', 256), Title = new string('t', 512), Price = 1_000_000_000m });
        _ = AssertValid(Good with { Categories = [.. Enumerable.Range(0, 32).Select(i => $"{i}".PadLeft(128, 'c'))] });
        _ = AssertValid(
            Good with
            {
                Attributes = Texts(
                    [.. Enumerable.Range(0, 64).Select(i => ($"{i}".PadLeft(64, 'n'), new string('v', 1024)))])
            });
    }

    [Fact]
    public void Values_beyond_a_boundary_are_rejected()
    {
        AssertOne(Good with { Id = new string('p', 257) }, "$.id", "invalid");
        AssertOne(Good with { Price = 1_000_000_000.01m }, "$.price", "outOfRange");
        AssertOne(
            Good with { Categories = [.. Enumerable.Range(0, 33).Select(i => $"{i}")] }, "$.categories", "tooLong");
        AssertOne(Good with
        {
            Attributes = Texts([.. Enumerable.Range(0, 65).Select(i => ($"{i}", ""))])
        }, "$.attributes", "tooLong");
        AssertOne(
            Good with { Attributes = Texts((new string('n', 65), "x")) },
            "$.attributes",
            "invalid");
        AssertOne(Good with { ValidFrom = At, ValidUntil = At.AddTicks(-1) }, "$.validUntil", "outOfRange");
    }

    [Fact]
    public void Typed_attributes_are_kept_apart_from_strings()
    {
        ItemPatch patch = AssertValid(Good with
        {
            Attributes = new Dictionary<string, AttributeValue?>
            {
                ["brand"] = AttributeValue.Of("Acme"),
                ["rating"] = 4.5,
                ["used"] = false,
                ["tags"] = AttributeValue.Of(["a", "b"]),
                ["old"] = null,
            },
            PublishedAt = At,
        });
        Assert.Equal(["brand", "old"], patch.Attributes!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["rating", "tags", "used"], patch.TypedAttributes!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((At, TimeSpan.Zero), (patch.PublishedAt, patch.PublishedAt!.Value.Offset));
        Assert.Null(AssertValid(Good with { Attributes = Texts(("brand", "Acme")) }).TypedAttributes);
    }

    [Fact]
    public void An_attribute_can_change_its_kind()
    {
        CatalogItem item = new() { Id = ItemId.Create("p") };
        item = Apply(item, ("size", AttributeValue.Of("41")), ("rating", 4.5), ("tags", AttributeValue.Of(["a"])));
        Assert.Equal("rating=4.5 size=41 tags=a", TextOf(item));
        item = Apply(item, ("size", 41), ("rating", AttributeValue.Of("good")), ("tags", null));
        Assert.Equal("rating=good size=41", TextOf(item));
        Assert.Equal(("good", 41), (item.Attributes["rating"], item.AttributeOf("size")!.Value.Number));
        item = Apply(item, ("size", null));
        Assert.Null(item.TypedAttributes);
        Assert.False(item.HasSameContent(Apply(item, ("rating", 1))));
        Assert.True(Apply(item, ("rating", 1)).HasSameContent(Apply(item, ("rating", 1))));
        Assert.False(Apply(item, ("rating", 1)).HasSameContent(Apply(item, ("rating", 2))));

        static CatalogItem Apply(CatalogItem item, params (string Name, AttributeValue? Value)[] values) =>
            AssertValid(Good with { Attributes = values.ToDictionary(pair => pair.Name, pair => pair.Value) })
                .ApplyTo(item);

        static string TextOf(CatalogItem item) => string.Join(
            ' ', item.AllAttributes.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Typed_values_beyond_a_boundary_are_rejected()
    {
        AssertOne(
            With(AttributeValue.Of([.. Enumerable.Repeat("x", 65)])), "$.attributes['a']", "tooLong");
        AssertOne(With(AttributeValue.Of(["ok", new string('x', 257)])), "$.attributes['a'][1]", "tooLong");
        AssertOne(With(double.PositiveInfinity), "$.attributes['a']", "outOfRange");

        static RawItem With(AttributeValue value) =>
            Good with { Attributes = new Dictionary<string, AttributeValue?> { ["a"] = value } };
    }

    [Theory]
    [InlineData("2026-11-22", "2026-11-22T00:00:00.0000000+00:00")]
    [InlineData("2026-11-22T18:30:00+01:00", "2026-11-22T17:30:00.0000000+00:00")]
    [InlineData("2026-11-22T18:30:00", "2026-11-22T18:30:00.0000000+00:00")]
    [InlineData("22.11.2026", null)]
    [InlineData("2026-13-22", null)]
    [InlineData("red", null)]
    public void An_ISO_date_can_be_read_as_a_time(string text, string? time) =>
        Assert.Equal(time, AttributeValue.Of(text).AsTime()?.ToString("O"));

    [Theory]
    [InlineData("outdoor/tents", true)]
    [InlineData("Outdoor/Tents/2-person", true)]
    [InlineData("outdoor/tents-used", false)]
    [InlineData("outdoor", false)]
    public void A_category_path_contains_the_paths_below_it(string category, bool within) =>
        Assert.Equal(within, CategoryPath.IsWithin(category, "outdoor/tents"));

    private static Dictionary<string, AttributeValue?> Texts(params (string Name, string? Value)[] texts) =>
        texts.ToDictionary(
            pair => pair.Name,
            pair => pair.Value is { } text ? AttributeValue.Of(text) : (AttributeValue?)null,
            StringComparer.Ordinal);

    private static ItemPatch AssertValid(RawItem raw)
    {
        List<ValidationError> errors = [];
        ItemPatch? valid = ItemValidator.Validate(raw, "$", errors);
        Assert.Empty(errors);
        return Assert.IsType<ItemPatch>(valid);
    }

    private static void AssertOne(RawItem raw, string path, string code)
    {
        List<ValidationError> errors = [];
        Assert.Null(ItemValidator.Validate(raw, "$", errors));
        Assert.Equal((path, code), Assert.Single(errors.Select(error => (error.Path, error.Code))));
    }
}
