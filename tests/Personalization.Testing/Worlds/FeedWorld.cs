using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Feeds;
using Personalization.Engine.Recommendations;

namespace Personalization.Testing.Worlds;

/// <summary>Builds feeds and catalogs for tests.</summary>
internal static class FeedWorld
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Creates a feed of equal items <c>i0</c>, <c>i1</c>, ...</summary>
    public static RawItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(
        i => new RawItem { Id = $"i{i}", Title = $"Item {i}", Categories = ["a"], Price = 10, Available = true })];

    public static FeedContent Feed(IEnumerable<RawItem> items, long? total = null)
    {
        FeedElement[] elements = [.. items.Select((item, i) => new FeedElement($"page 1 $.items[{i}]", item, []))];
        return new FeedContent { Elements = elements, Total = total ?? elements.Length };
    }

    public static FeedContext Context(CatalogSnapshot catalog, FeedKind kind = FeedKind.Catalog, int lastItems = 0) =>
        new()
        {
            Feed = "feed",
            Kind = kind,
            Catalog = catalog,
            Limits = new FeedLimits(),
            LastItems = lastItems,
            Now = Now,
        };

    /// <summary>Gets the catalog after a verdict.</summary>
    public static CatalogSnapshot Apply(CatalogSnapshot catalog, FeedVerdict verdict) =>
        catalog.With(new CatalogChange(catalog.Epoch + 1, verdict.Changes));

    /// <summary>Creates a catalog from a feed of these items.</summary>
    public static CatalogSnapshot Catalog(IEnumerable<RawItem> items) =>
        Apply(CatalogSnapshot.Empty, FeedCheck.Check(Feed(items), Context(CatalogSnapshot.Empty)));

    /// <summary>Creates a catalog with items that clients put.</summary>
    public static CatalogSnapshot Put(params string[] ids) =>
        CatalogSnapshot.Empty.With(new CatalogChange(1, [.. ids.Select(
            id => new CatalogItem { Id = ItemId.Create(id), Title = id, Price = 10, AddedAt = Now.AddDays(-1) })]));

    public static IEnumerable<string> Codes(FeedVerdict verdict) =>
        verdict.Problems.Concat(verdict.Doubts).Select(problem => problem.Code);

    public static IEnumerable<string> Shown(CatalogSnapshot catalog) =>
        catalog.Items.Where(item => item.CanBeShown(Now)).Select(item => item.Id.Value).Order(StringComparer.Ordinal);
}
