using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Hosting.Sample;

namespace Personalization.ClusterTests.Grains;

/// <summary>M19: lists have items before the first model is live.</summary>
public sealed class FirstListsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task M19_newest_items_at_once_and_popular_items_after_the_first_events()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        ICatalogGrain catalog = engine.Grains.GetGrain<ICatalogGrain>(0);
        _ = await catalog.PutAsync(Items(Enumerable.Range(0, 30)));
        RecommendationList first = await ListAsync(engine, "ann");
        Assert.Equal((FallbackLevel.Static, "noModel"), (first.FallbackLevel, first.FallbackReason));
        Assert.Equal((20, 0L), (first.Items.Length, first.ProfileVersion));

        for (int u = 0; u < 5; u++)
        {
            _ = await engine.User($"u{u}").RecordAsync(
            [
                TestEvents.Make($"u{u}", "purchase", "item-7", $"p{u}"),
                TestEvents.Make($"u{u}", "view", $"item-{u}", $"v{u}"),
            ], Stop);
        }

        RecommendationList popular = await Eventually.Async(
            () => ListAsync(engine, "ann"), list => list.FallbackLevel == FallbackLevel.Popular);
        Assert.Equal("item-7", popular.Items[0].ItemId.Value);
        Assert.Equal(20, popular.Items.Length);
        Assert.Equal(20, popular.Items.Select(item => item.ItemId).Distinct().Count());

        EventAck ack = Assert.Single(
            await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "item-3", "a"), Stop));
        RecommendationList own = await ListAsync(engine, "ann");
        Assert.Equal(FallbackLevel.Segment, own.FallbackLevel);
        Assert.Equal(ack.ProfileVersion, own.ProfileVersion);
        Assert.DoesNotContain(own.Items, item => item.ItemId.Value == "item-3");

        IItemListsGrain shared = engine.Grains.GetGrain<IItemListsGrain>(0);
        RecommendationList all = await shared.PopularAsync(20, null);
        Assert.Equal((FallbackLevel.Popular, "item-7"), (all.FallbackLevel, all.Items[0].ItemId.Value));
        Assert.Equal("item-7", (await shared.SimilarAsync(ItemId.Create("item-3"), 5, null)).Items[0].ItemId.Value);

        _ = await catalog.PutAsync([new ItemPatch { Id = ItemId.Create("item-7"), Available = false }]);
        Assert.DoesNotContain((await ListAsync(engine, "u9")).Items, item => item.ItemId.Value == "item-7");
        ItemFilter filter = ItemFilter.Parse("id:item-2|item-9", out _)!;
        Assert.Equal(
            ["item-2", "item-9"],
            (await ListAsync(engine, "u9", filter)).Items.Select(item => item.ItemId.Value).Order());
        _ = await engine.User("ann").SetPreferencesAsync(
            UserId.Create("ann"), new StatedPreferences { OptOut = true });
        Assert.Equal(FallbackLevel.Popular, (await ListAsync(engine, "ann")).FallbackLevel);
    }

    [Fact]
    public async Task Popular_items_survive_a_restart_without_a_model()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        _ = await first.User("ann").RecordAsync(TestEvents.One("ann", "purchase", "item-1", "e"), Stop);
        _ = await Eventually.Async(() => ListAsync(first, "bob"), list => list.FallbackLevel == FallbackLevel.Popular);
        await first.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        RecommendationList list = await Eventually.Async(
            () => ListAsync(second, "bob"), list => !list.Items.IsEmpty);
        Assert.Equal((FallbackLevel.Popular, "item-1"), (list.FallbackLevel, list.Items[0].ItemId.Value));
    }

    [Fact]
    public async Task M19_the_sample_shop_has_products_before_its_events()
    {
        Dictionary<string, string?> settings = new() { ["Personalization:Sample"] = "true" };
        await using TestEngine engine = await TestEngine.StartAsync(settings: settings);
        IEventFeed feed = engine.Services.GetRequiredService<IEventFeed>();
        _ = await Eventually.Async(
            async () => (await feed.ReadAllAsync(0, 1, Stop)).Count, found => found > 0);
        RecommendationList list = await ListAsync(engine, "newcomer");
        Assert.Equal(20, list.Items.Length);
        Assert.Null(list.ModelVersion);
    }

    [Fact]
    public async Task An_interrupted_load_of_the_sample_shop_is_completed()
    {
        DateTimeOffset today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        SampleShop shop = SampleShop.Generate(1, today);
        await using TestEngine first = await TestEngine.StartAsync();
        _ = await first.Grains.GetGrain<ICatalogGrain>(0).PutAsync([.. shop.Items.SkipLast(1)]);
        await first.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(
            first.Folder, new Dictionary<string, string?>
            {
                ["Personalization:Sample"] = "true",
                ["Personalization:SampleSeed"] = "1",
            });
        _ = await Eventually.Async(
            () => second.Grains.GetGrain<ICatalogGrain>(0).GetAsync(shop.Items[^1].Id), item => item is not null);
        IEventFeed feed = second.Services.GetRequiredService<IEventFeed>();
        Assert.NotEmpty(await feed.ReadAllAsync(0, 1, Stop));
    }

    private static async Task<RecommendationList> ListAsync(
        TestEngine engine, string user, ItemFilter? filter = null) =>
        await engine.User(user).RecommendAsync(
            new RecommendationQuery { DeadlineMs = 10_000, Filter = filter }, Stop);

    private static ImmutableArray<ItemPatch> Items(IEnumerable<int> numbers) =>
    [.. numbers.Select(i => new ItemPatch { Id = ItemId.Create($"item-{i}"), Categories = ["all"] })];
}
