using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;

namespace Personalization.ClusterTests.Grains;

/// <summary>A cached list answers the requests of its context only.</summary>
public sealed class ContextTests
{
    [Fact]
    public async Task Each_context_has_a_list_of_its_cart()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        _ = await engine.Grains.GetGrain<ICatalogGrain>(0).PutAsync(
            [.. Enumerable.Range(0, 30).Select(i => new ItemPatch { Id = ItemId.Create($"item-{i}") })]);
        foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 60, items: 30, eventsEach: 10))
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(
                events, TestContext.Current.CancellationToken);
        }

        _ = await engine.TrainAsync();
        RecommendationList all = await ListAsync(engine, null);
        ItemId first = all.Items[0].ItemId;
        ItemId second = all.Items[1].ItemId;
        for (int round = 0; round < 2; round++)
        {
            Assert.DoesNotContain(first, Ids(await ListAsync(engine, new ListContext { Cart = [first] })));
            Assert.DoesNotContain(second, Ids(await ListAsync(engine, new ListContext { Cart = [second] })));
            Assert.Contains(first, Ids(await ListAsync(engine, new ListContext { Cart = [second] })));
        }
    }

    private static async Task<RecommendationList> ListAsync(TestEngine engine, ListContext? context)
    {
        RecommendationList list = await engine.User("context-user").RecommendAsync(
            new RecommendationQuery
            {
                Count = 5,
                DeadlineMs = 10_000,
                Filter = ItemFilter.Parse("not id in context.cart", FilterScope.Context, null, out _),
                Context = context,
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(FallbackLevel.Fresh, list.FallbackLevel);
        return list;
    }

    private static IEnumerable<ItemId> Ids(RecommendationList list) => list.Items.Select(item => item.ItemId);
}
