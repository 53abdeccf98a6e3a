using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Users;

namespace Personalization.ClusterTests.Grains;

public sealed class WritePathTests
{
    [Fact]
    public async Task An_event_sent_twice_is_counted_once_also_after_a_restart()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        ImmutableArray<UserEvent> view = TestEvents.One("ann", "view", "a", "e1");
        Assert.Equal([new EventAck(EventStatus.Accepted, 1)], await first.User("ann").RecordAsync(view));
        Assert.Equal([new EventAck(EventStatus.Duplicate, 1)], await first.User("ann").RecordAsync(view));
        await first.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        Assert.Equal([new EventAck(EventStatus.Duplicate, 1)], await second.User("ann").RecordAsync(view));
        Assert.Equal(1, (await second.User("ann").GetAsync())!.EventCount);
    }

    [Fact]
    public async Task Event_ids_evicted_from_memory_are_found_in_the_log()
    {
        await using TestEngine engine = await TestEngine.StartAsync(
            settings: new Dictionary<string, string?> { ["Personalization:Profiles:EventIds"] = "16" });
        ImmutableArray<UserEvent> events =
        [.. Enumerable.Range(0, 100).Select(i => TestEvents.Make("ann", "view", $"i{i}", $"e{i}"))];
        Assert.All(await engine.User("ann").RecordAsync(events), ack => Assert.Equal(EventStatus.Accepted, ack.Status));
        ImmutableArray<EventAck> again = await engine.User("ann").RecordAsync(
            [.. events, TestEvents.Make("ann", "view", "new", "new")]);
        Assert.Equal(100, again.Count(ack => ack.Status == EventStatus.Duplicate));
        Assert.Equal(new EventAck(EventStatus.Accepted, 101), again[^1]);
    }

    [Fact]
    public async Task A_repeat_inside_one_batch_is_a_duplicate()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        ImmutableArray<EventAck> acks = await engine.User("ann").RecordAsync(
            [TestEvents.Make("ann", "view", "a", "e1"), TestEvents.Make("ann", "view", "a", "e1")]);
        Assert.Equal([new EventAck(EventStatus.Accepted, 1), new EventAck(EventStatus.Duplicate, 1)], acks);
    }

    [Fact]
    public async Task An_outdated_activation_stores_nothing_and_deactivates()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        _ = await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "a", "e1"));

        // A second activation of the user writes in between.
        IEventLog log = engine.Services.GetRequiredService<IEventLog>();
        UserEvent other = TestEvents.Make("ann", "view", "b", "e2");
        EventEntry overtaking = new() { Sequence = 2, ReceivedAt = other.OccurredAt, Event = other };
        Assert.Equal(
            AppendResult.Appended, await log.AppendAsync("ann", [overtaking], TestContext.Current.CancellationToken));

        _ = await Assert.ThrowsAsync<ActivationFencedException>(
            async () => await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "c", "e3")));
        Assert.Equal(
            [new EventAck(EventStatus.Accepted, 3)],
            await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "c", "e3")));
        Assert.Equal(
            ["e1", "e2", "e3"],
            (await engine.User("ann").ExportAsync(0)).Cast<EventEntry>().Select(entry => entry.Event.EventId));
    }

    [Fact]
    public async Task Losing_every_snapshot_loses_nothing()
    {
        await using TestEngine first = await TestEngine.StartAsync(
            settings: new Dictionary<string, string?> { ["Personalization:Profiles:SnapshotEvery"] = "5" });
        for (int i = 0; i < 23; i++)
        {
            _ = await first.User("ann").RecordAsync(TestEvents.One("ann", "view", $"i{i % 7}", $"e{i}"));
        }

        _ = await first.User("ann").SetPreferencesAsync(
            UserId.Create("ann"), new StatedPreferences { Categories = ["tents"] });
        UserView before = (await first.User("ann").GetAsync())!;
        await first.StopAsync();
        Assert.True(await SnapshotRows.DeleteAllAsync(first.Folder) > 0, "There was no snapshot to lose.");

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        UserView after = (await second.User("ann").GetAsync())!;
        Assert.Equal(before.ProfileVersion, after.ProfileVersion);
        Assert.Equal(before.Preferences.Categories, after.Preferences.Categories);
        Assert.Equal(
            before.Items.Select(item => (item.ItemId, item.LastEventAt)),
            after.Items.Select(item => (item.ItemId, item.LastEventAt)));
        Assert.Equal(before.RecentEvents.Select(done => done.EventId), after.RecentEvents.Select(done => done.EventId));
    }

    [Fact]
    public async Task Merging_moves_everything_once_and_late_events_follow()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        _ = await engine.User("anon").RecordAsync(
            [TestEvents.Make("anon", "view", "a", "e1"), TestEvents.Make("anon", "view", "b", "e2")]);
        _ = await engine.User("ann").RecordAsync(
            [TestEvents.Make("ann", "view", "c", "e3"), TestEvents.Make("ann", "view", "b", "e2")]);

        MergeResult merged = await engine.User("ann").MergeFromAsync(UserId.Create("ann"), UserId.Create("anon"));
        Assert.Equal(2, merged.EventsMoved);
        Assert.Equal(4, (await engine.User("ann").GetAsync())!.EventCount);
        Assert.Equal(
            new MergeResult(merged.ProfileVersion, 0),
            await engine.User("ann").MergeFromAsync(UserId.Create("ann"), UserId.Create("anon")));
        Assert.Equal(
            new EventAck(EventStatus.Accepted, merged.ProfileVersion + 1),
            Assert.Single(await engine.User("anon").RecordAsync(TestEvents.One("anon", "view", "d", "e4"))));
        Assert.Equal(
            ["a", "b", "c", "d"],
            (await engine.User("ann").GetAsync())!.Items.Select(item => item.ItemId.Value).Order());
        Assert.Equal("ann", (await engine.User("anon").GetAsync())!.MergedInto);
    }

    [Fact]
    public async Task Contradictory_merges_are_refused_and_change_nothing()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        _ = await engine.User("anon").RecordAsync(TestEvents.One("anon", "view", "a", "e1"));
        _ = await engine.User("ann").MergeFromAsync(UserId.Create("ann"), UserId.Create("anon"));
        _ = await Assert.ThrowsAsync<MergeRefusedException>(
            async () => await engine.User("ann").MergeFromAsync(UserId.Create("ann"), UserId.Create("ann")));
        _ = await Assert.ThrowsAsync<MergeRefusedException>(
            async () => await engine.User("bob").MergeFromAsync(UserId.Create("bob"), UserId.Create("anon")));
        _ = await Assert.ThrowsAsync<MergeRefusedException>(
            async () => await engine.User("anon").MergeFromAsync(UserId.Create("anon"), UserId.Create("bob")));
        Assert.Null(await engine.User("bob").GetAsync());
    }

    [Fact]
    public async Task Mutual_merges_do_not_deadlock_and_one_is_refused()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        _ = await engine.User("ann").RecordAsync(TestEvents.One("ann", "view", "a", "e1"));
        _ = await engine.User("bob").RecordAsync(TestEvents.One("bob", "view", "b", "e2"));
        Task<MergeResult> one = engine.User("ann").MergeFromAsync(UserId.Create("ann"), UserId.Create("bob")).AsTask();
        Task<MergeResult> other = engine.User("bob")
            .MergeFromAsync(UserId.Create("bob"), UserId.Create("ann"))
            .AsTask();
        Task both = Task.WhenAll(one, other);
        _ = await Assert.ThrowsAsync<MergeRefusedException>(
            () => both.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_forgotten_user_is_gone_with_all_aliases_and_the_sequence_continues()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        _ = await first.User("anon").RecordAsync(TestEvents.One("anon", "view", "a", "e1"));
        _ = await first.User("ann").RecordAsync(TestEvents.One("ann", "view", "b", "e2"));
        MergeResult merged = await first.User("ann").MergeFromAsync(UserId.Create("ann"), UserId.Create("anon"));
        Assert.Equal(7, await first.User("ann").ForgetAsync());
        Assert.Null(await first.User("ann").GetAsync());
        Assert.Null(await first.User("anon").GetAsync());
        await first.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        Assert.Null(await second.User("ann").GetAsync());
        Assert.IsType<ForgottenEntry>(Assert.Single(await second.User("ann").ExportAsync(0)));
        Assert.Equal(
            [new EventAck(EventStatus.Duplicate, merged.ProfileVersion + 2)],
            await second.User("ann").RecordAsync(TestEvents.One("ann", "view", "b", "e2")));
        Assert.Null(await second.User("ann").GetAsync());
        Assert.Equal(
            [new EventAck(EventStatus.Accepted, merged.ProfileVersion + 3)],
            await second.User("ann").RecordAsync(TestEvents.One("ann", "view", "b", "new")));
    }
}
