using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Grains.Serving;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.ClusterTests.Grains;

public sealed class ReadPathTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_does_not_wait_for_a_stalled_write_and_reports_no_version_that_is_not_durable()
    {
        GatedEventLog? gate = null;
        await using TestEngine engine = await TestEngine.StartAsync(change: services =>
            services.AddSingleton<IEventLog>(
                provider => gate = new GatedEventLog(ActivatorUtilities.CreateInstance<SqliteEventLog>(provider))));
        _ = await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "a", "e1"));
        gate!.Close();
        Task<ImmutableArray<EventAck>> write = engine.User("ann")
            .RecordAsync(TestEvents.One("ann", "view", "b", "e2"))
            .AsTask();
        await gate.Reached.WaitAsync(Stop);

        RecommendationList during = await engine.User("ann").RecommendAsync(new RecommendationQuery(), Stop);
        UserView view = (await engine.User("ann").GetAsync())!;
        Assert.False(write.IsCompleted);
        Assert.Equal(1, view.ProfileVersion);
        Assert.True(during.ProfileVersion <= 1);

        gate.Open();
        Assert.Equal(2, Assert.Single(await write).ProfileVersion);
        Assert.Equal(2, (await engine.User("ann").GetAsync())!.ProfileVersion);
    }

    [Fact]
    public async Task An_acknowledged_event_is_in_the_next_list()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await LoadAsync(engine, TestEvents.TwoTastes(users: 60, items: 40, eventsEach: 15));
        ModelVersion version = await engine.TrainAsync();
        Assert.Equal(900, version.Events);

        for (int i = 0; i < 10; i++)
        {
            EventAck ack = Assert.Single(
                await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", $"item-{i * 2}", $"a{i}")));
            RecommendationList list = await engine.User("ann").RecommendAsync(
                new RecommendationQuery { MinVersion = ack.ProfileVersion, DeadlineMs = 10_000 }, Stop);
            Assert.Equal(FallbackLevel.Fresh, list.FallbackLevel);
            Assert.Equal(ack.ProfileVersion, list.ProfileVersion);
            Assert.DoesNotContain(list.Items, item => item.ItemId.Value == $"item-{i * 2}");
            Assert.All(list.Items.Take(5), item => Assert.True(
                int.Parse(item.ItemId.Value[5..], System.Globalization.CultureInfo.InvariantCulture) % 2 == 0));
        }
    }

    [Fact]
    public async Task An_unavailable_item_is_gone_from_every_list_when_the_call_returns()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await LoadAsync(engine, TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10));
        _ = await engine.TrainAsync();
        ICatalogGrain catalog = engine.Grains.GetGrain<ICatalogGrain>(0);
        for (int round = 0; round < 5; round++)
        {
            RecommendationList before = await engine.User("ann").RecommendAsync(
                new RecommendationQuery { DeadlineMs = 10_000 }, Stop);
            ItemId first = before.Items[0].ItemId;
            _ = await catalog.PutAsync([new ItemPatch { Id = first, Available = false }]);
            RecommendationList after = await engine.User("ann").RecommendAsync(
                new RecommendationQuery { DeadlineMs = 10_000 }, Stop);
            Assert.DoesNotContain(after.Items, item => item.ItemId == first);
            RecommendationList popular = await engine.Grains.GetGrain<IItemListsGrain>(0).PopularAsync(200, null);
            Assert.DoesNotContain(popular.Items, item => item.ItemId == first);
        }
    }

    [Fact]
    public async Task Promotion_and_rollback_take_effect_before_the_call_returns_and_survive_a_restart()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        await LoadAsync(first, TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10));
        ModelVersion one = await first.TrainAsync();
        ModelVersion two = await first.TrainAsync();
        IModelGrain models = first.Grains.GetGrain<IModelGrain>(0);
        ServingHolder serving = first.Services.GetRequiredService<ServingHolder>();
        Assert.Equal((two.Version, one.Version), ((await models.GetAsync()).Live, (await models.GetAsync()).Previous));

        ModelCatalog back = await models.RollBackAsync();
        Assert.Equal(one.Version, serving.Current.Model!.Version);
        Assert.Equal(
            ModelVersionStatus.RolledBack, back.Versions.Single(version => version.Version == two.Version).Status);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(async () => await models.RollBackAsync());
        _ = await models.PromoteAsync(two.Version);
        Assert.Equal(two.Version, serving.Current.Model!.Version);
        _ = await Assert.ThrowsAsync<KeyNotFoundException>(async () => await models.PromoteAsync("nonsense"));
        await first.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        ServingHolder restarted = second.Services.GetRequiredService<ServingHolder>();
        Assert.Equal(two.Version, await Eventually.Async(
            () => Task.FromResult(restarted.Current.Model?.Version), version => version is not null));
        Assert.Equal(one.Version, (await second.Grains.GetGrain<IModelGrain>(0).GetAsync()).Previous);
    }

    private static async Task LoadAsync(TestEngine engine, IEnumerable<ImmutableArray<UserEvent>> users)
    {
        foreach (ImmutableArray<UserEvent> events in users)
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(events);
        }
    }
}
