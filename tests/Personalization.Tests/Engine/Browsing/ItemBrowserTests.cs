using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Browsing;
using Personalization.Engine.Recommendations;

namespace Personalization.Tests.Engine.Browsing;

public sealed class ItemBrowserTests
{
    private static readonly CatalogSnapshot Catalog = CatalogSnapshot.Empty.With(new CatalogChange(
        1,
        [
            Item("p-3", "Kestrel 2-person tent", "outdoor/tents/2-person", 129),
            Item("p-1", "Thistle tent", "outdoor/tents", 80) with { Available = false },
            Item("p-2", "Tentacle lamp", "lamps", 20),
            Item("p-4", "Intent notebook", "paper", 5),
            Item("p-5", null, "outdoor", null),
            Item("p-6", "Old tent", "outdoor/tents", 10) with { Deleted = true },
        ]));

    [Theory]
    [InlineData(null, "p-1 p-2 p-3 p-4 p-5")]
    [InlineData("tent", "p-1 p-2 p-3")]
    [InlineData("TENT kes", "p-3")]
    [InlineData("person", "p-3")]
    [InlineData("p-4", "p-4")]
    [InlineData("tent lamp sofa", "")]
    public void Every_word_begins_a_word_of_the_title_or_the_id(string? words, string found) =>
        Assert.Equal(found, TextOf(ItemBrowser.Find(Catalog, new ItemBrowseQuery { Words = words })));

    [Fact]
    public void A_category_path_finds_the_paths_below_it() =>
        Assert.Equal("p-1 p-3", TextOf(ItemBrowser.Find(Catalog, new ItemBrowseQuery { Category = "outdoor/tents" })));

    [Fact]
    public void Conditions_are_combined()
    {
        ItemFilter filter = ItemFilter.Parse("price<=100", out _)!;
        Assert.Equal("p-1 p-2 p-4", TextOf(ItemBrowser.Find(Catalog, new ItemBrowseQuery { Filter = filter })));
        Assert.Equal(
            "p-2 p-4", TextOf(ItemBrowser.Find(Catalog, new ItemBrowseQuery { Filter = filter, Available = true })));
        Assert.Equal("p-1", TextOf(ItemBrowser.Find(Catalog, new ItemBrowseQuery { Available = false })));
    }

    [Fact]
    public void Pages_follow_each_other_and_know_the_total()
    {
        ItemPage first = ItemBrowser.Find(Catalog, new ItemBrowseQuery { Count = 2 });
        Assert.Equal(("p-1 p-2", 5, true), (TextOf(first), first.Total, first.HasMore));
        ItemPage last = ItemBrowser.Find(Catalog, new ItemBrowseQuery { Count = 3, After = "p-2" });
        Assert.Equal(("p-3 p-4 p-5", 5, false), (TextOf(last), last.Total, last.HasMore));
        ItemPage none = ItemBrowser.Find(Catalog, new ItemBrowseQuery { After = "p-9" });
        Assert.Equal(("", 5, false), (TextOf(none), none.Total, none.HasMore));
    }

    private static string TextOf(ItemPage page) => string.Join(' ', page.Items.Select(item => item.Id));

    private static CatalogItem Item(string id, string? title, string category, decimal? price) =>
        new() { Id = ItemId.Create(id), Title = title, Categories = [category], Price = price };
}
