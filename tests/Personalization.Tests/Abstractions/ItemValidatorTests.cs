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
            Attributes = new Dictionary<string, string?> { ["brand"] = "Acme", ["colour"] = null },
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
            Attributes = new Dictionary<string, string?> { ["brand"] = "Acme", ["colour"] = "red" }
        }).ApplyTo(item);
        CatalogItem changed = AssertValid(Good with
        {
            Price = 7,
            Attributes = new Dictionary<string, string?> { ["colour"] = null, ["size"] = "M" }
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
                Attributes = new Dictionary<string, string?> { ["a\0"] = "x", ["long"] = new string('x', 1025) },
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
                Attributes = Enumerable.Range(0, 64).ToDictionary(
                    i => $"{i}".PadLeft(64, 'n'), _ => (string?)new string('v', 1024), StringComparer.Ordinal)
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
            Attributes = Enumerable.Range(0, 65).ToDictionary(i => $"{i}", _ => (string?)"", StringComparer.Ordinal)
        }, "$.attributes", "tooLong");
        AssertOne(
            Good with { Attributes = new Dictionary<string, string?> { [new string('n', 65)] = "x" } },
            "$.attributes",
            "invalid");
        AssertOne(Good with { ValidFrom = At, ValidUntil = At.AddTicks(-1) }, "$.validUntil", "outOfRange");
    }

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
