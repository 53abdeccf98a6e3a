using Personalization.Abstractions.Identity;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Catalog;

/// <summary>Selects the deleted items that the catalog need not keep.</summary>
internal static class Tombstones
{
    /// <summary>The time between two removals.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long every deleted item is kept, so that each silo and each training sees the deletion.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>
    /// Returns the items that were deleted long ago and that no loaded model knows. Without a tombstone, an item that a
    /// model knows could return to lists as an item outside the catalog.
    /// </summary>
    public static IEnumerable<ItemId> Unneeded(ServingHolder serving, DateTimeOffset now) =>
        serving.Current.Model is null || serving.UnreadableLive is not null
            ? []
            : serving.Current.Catalog.Items
                .Where(item => item.Deleted && now - item.AddedAt > Kept && !serving.IsKnown(item.Id.Value))
                .Select(item => item.Id);
}
