using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Models;

/// <summary>Selects the cold-start items: catalog items that a model serves without training on them.</summary>
internal static class ColdStartItems
{
    /// <summary>The most cold-start items of a model; the newest items count.</summary>
    /// <remarks>A cold-start item costs a request about as much as a trained item.</remarks>
    public const int Limit = 10_000;

    /// <summary>Orders items by <see cref="CatalogItem.NewSince"/>, newest first; ties by id.</summary>
    public static IOrderedEnumerable<CatalogItem> NewestFirst(IEnumerable<CatalogItem> items) =>
        items.OrderByDescending(item => item.NewSince).ThenBy(item => item.Id.Value, StringComparer.Ordinal);
}
