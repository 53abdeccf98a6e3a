using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;

namespace Personalization.ClusterTests.Grains;

public sealed class CatalogGrainTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M8_a_change_that_changes_nothing_writes_nothing()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        ICatalogGrain catalog = engine.Grains.GetGrain<ICatalogGrain>(0);
        ICatalogStore store = engine.Services.GetRequiredService<ICatalogStore>();
        ItemPatch item = new()
        {
            Id = ItemId.Create("a"),
            Title = "A",
            Categories = ["one", "two"],
            Attributes = ImmutableDictionary<string, string?>.Empty.Add("brand", "Acme"),
            Price = 3,
        };
        Assert.Equal(1, await catalog.PutAsync([item]));
        Assert.Equal(1, await catalog.PutAsync([item]));
        Assert.Equal(3, (await catalog.PatchAsync(new ItemPatch { Id = item.Id, Price = 3.0m }))!.Price);
        Assert.Equal(
            0, await catalog.DeleteAsync([.. Enumerable.Range(0, 50).Select(i => ItemId.Create($"none-{i}"))]));
        Assert.Equal((1, 1), await CountAsync());
        Assert.Equal(2, await catalog.PutAsync([item with { Price = 4 }, item with { Id = ItemId.Create("b") }]));
        Assert.Equal(1, await catalog.DeleteAsync([item.Id]));
        Assert.Equal(0, await catalog.DeleteAsync([item.Id]));
        Assert.Equal((3, 2), await CountAsync());

        async Task<(long Epoch, int Items)> CountAsync()
        {
            CatalogChange all = await store.ReadAsync(0, Stop);
            return (all.Epoch, all.Items.Length);
        }
    }
}
