using Personalization.Abstractions.Catalog;

namespace Personalization.Engine.Feeds;

/// <summary>An item before and after a feed.</summary>
/// <param name="Before">The item before; null when the catalog does not have it.</param>
/// <param name="After">The item after.</param>
internal readonly record struct ItemChange(CatalogItem? Before, CatalogItem After)
{
    /// <summary>True if the item was available and is no longer.</summary>
    public bool Leaves => Before is { Available: true } && !After.Available;

    /// <summary>True if the item stays and loses its title, its categories or its price.</summary>
    public bool LosesFields => Before is { } before && !After.Deleted
        && ((before.Title is not null && After.Title is null)
            || (!before.Categories.IsEmpty && After.Categories.IsEmpty)
            || (before.Price is not null && After.Price is null));

    /// <summary>True if any field differs.</summary>
    public bool IsChange => Before is not { } before || !before.HasSameContent(After);

    /// <summary>Gets whether the price changes by more than <paramref name="factor"/>, up or down.</summary>
    public bool Jumps(double factor)
    {
        if (Before?.Price is not { } old || After.Price is not { } now || old == now)
        {
            return false;
        }

        (double low, double high) = ((double)Math.Min(old, now), (double)Math.Max(old, now));
        return high > low * factor;
    }
}
