using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Models;

/// <summary>The order and the number of the catalogue items that a model serves without having trained on them.</summary>
internal static class ColdStartItems
{
    /// <summary>The most cold-start items a model takes: the newest. Each costs a request about as much as one trained item.</summary>
    public const int Limit = 10_000;

    /// <summary>Orders items by the time they were added, newest first; ties by id.</summary>
    public static IOrderedEnumerable<CatalogItem> NewestFirst(IEnumerable<CatalogItem> items) =>
        items.OrderByDescending(item => item.AddedAt).ThenBy(item => item.Id.Value, StringComparer.Ordinal);
}
