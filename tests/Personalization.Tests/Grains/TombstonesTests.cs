using Personalization.Abstractions.Catalog;
using Personalization.Grains.Catalog;

namespace Personalization.Tests.Grains;

/// <summary>M8: deleted items do not stay in the catalog for ever.</summary>
public sealed class TombstonesTests
{
    [Fact]
    public void Only_old_deleted_items_that_no_model_knows_are_unneeded()
    {
        TinyWorld world = new();
        DateTimeOffset deleted = world.Time.GetUtcNow();
        world.Change(TinyWorld.Item(300), Deleted(301, deleted), Deleted(3, deleted), Deleted(302, deleted.AddDays(2)));

        Assert.Empty(Tombstones.Unneeded(world.Holder, deleted.AddDays(29)));
        Assert.Equal(["i301"], Tombstones.Unneeded(world.Holder, deleted.AddDays(31)).Select(item => item.Value));
        Assert.Empty(Tombstones.Unneeded(new TinyWorld(withModel: false).Holder, deleted.AddDays(31)));
    }

    private static CatalogItem Deleted(int item, DateTimeOffset at) =>
        TinyWorld.Item(item, available: false) with { Deleted = true, AddedAt = at };
}
