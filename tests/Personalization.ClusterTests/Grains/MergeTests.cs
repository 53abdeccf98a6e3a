using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.ClusterTests.Grains;

/// <summary>Merges and erasures change several users: none may be lost, half done or out of reach.</summary>
public sealed class MergeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chain_of_merges_is_forgotten_as_a_whole()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await RecordAsync(engine, "a", 2);
        await RecordAsync(engine, "b", 1);
        await RecordAsync(engine, "c", 1);
        _ = await MergeAsync(engine, "b", "a");
        _ = await MergeAsync(engine, "c", "b");
        Assert.Equal(4, (await engine.User("c").GetAsync())!.EventCount);

        _ = await engine.User("c").ForgetAsync();
        await AssertErasedAsync(engine, "a", "b", "c");
        Assert.Equal(1, await RecordOneAsync(engine, "a", "later"));
        Assert.Null(await engine.User("b").GetAsync());
        Assert.Null(await engine.User("c").GetAsync());
    }

    [Fact]
    public async Task A_late_copy_of_a_merged_users_event_does_not_bring_the_user_back()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await RecordAsync(engine, "anon", 2);
        await RecordAsync(engine, "ann", 1);
        _ = await MergeAsync(engine, "ann", "anon");
        ImmutableArray<UserEvent> sent = TestEvents.One("anon", "view", "x", "twice");
        _ = await engine.User("anon").RecordAsync(sent);
        _ = await engine.User("ann").ForgetAsync();

        Assert.Equal(EventStatus.Duplicate, Assert.Single(await engine.User("anon").RecordAsync(sent)).Status);
        await AssertErasedAsync(engine, "ann", "anon");
    }

    [Fact]
    public async Task A_chain_of_an_older_version_is_forgotten_as_a_whole()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await AppendAsync(engine, "a", Event(1, "a"), Alias(2, "a", "b"));
        await AppendAsync(engine, "b", Event(1, "a"), Merged(2, "b", "a"), Alias(3, "b", "c"));
        await AppendAsync(engine, "c", Event(1, "a"), Merged(2, "c", "b"));
        _ = await engine.User("c").ForgetAsync();
        await AssertErasedAsync(engine, "a", "b", "c");
    }

    [Fact]
    public async Task Forgetting_an_alias_that_its_target_does_not_know_erases_the_alias()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await AppendAsync(engine, "anon", Event(1, "anon"), Alias(2, "anon", "ann"));
        await AppendAsync(engine, "ann", Event(1, "ann"));
        _ = await engine.User("anon").ForgetAsync();
        await AssertErasedAsync(engine, "anon", "ann");
    }

    [Fact]
    public async Task A_circle_of_aliases_is_forgotten()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await AppendAsync(engine, "a", Event(1, "a"), Merged(2, "a", "c"), Alias(3, "a", "b"));
        await AppendAsync(engine, "b", Event(1, "b"), Merged(2, "b", "a"), Alias(3, "b", "c"));
        await AppendAsync(engine, "c", Event(1, "c"), Merged(2, "c", "b"), Alias(3, "c", "a"));
        _ = await engine.User("a").ForgetAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
        await AssertErasedAsync(engine, "a", "b", "c");
    }

    [Fact]
    public async Task A_training_repairs_an_alias_that_its_target_does_not_know()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 30, items: 20, eventsEach: 10))
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(events);
        }

        await AppendAsync(engine, "anon", Event(1, "anon"), Alias(2, "anon", "ann"));
        await AppendAsync(engine, "gone", Event(1, "gone"), Alias(2, "gone", "erased"));
        await AppendAsync(
            engine, "erased", new ForgottenEntry { Sequence = 1, ReceivedAt = DateTimeOffset.UnixEpoch });
        _ = await engine.TrainAsync();
        Assert.Equal(1, (await engine.User("ann").GetAsync())!.EventCount);
        await AssertErasedAsync(engine, "gone");
    }

    [Theory]
    [InlineData("ann", 0)]
    [InlineData("anon", 0)]
    [InlineData("ann", 1)]
    [InlineData("ann", 2)]
    public async Task An_interrupted_merge_is_completed_by_the_next_activation(string failing, int writesBefore)
    {
        await using CutEngine first = await CutEngine.StartAsync();
        await RecordAsync(first.Engine, "anon", 1_200);
        await RecordAsync(first.Engine, "ann", 1);
        first.CutAfter(failing, writesBefore);
        _ = await Assert.ThrowsAnyAsync<Exception>(async () => await MergeAsync(first.Engine, "ann", "anon"));
        await first.Engine.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Engine.Folder);
        UserView? ann = await Eventually.Async(
            async () => await second.User("ann").GetAsync(),
            view => view!.EventCount == 1_201 || (failing == "ann" && writesBefore == 0));
        if (ann!.EventCount < 1_201)
        {
            // Not even the first step was stored: nothing has happened.
            Assert.Equal(1_200, (await second.User("anon").GetAsync())!.EventCount);
            _ = await MergeAsync(second, "ann", "anon");
        }

        Assert.Equal(1_201, (await second.User("ann").GetAsync())!.EventCount);
        Assert.Equal("ann", (await second.User("anon").GetAsync())!.MergedInto);
        Assert.Equal(0, (await MergeAsync(second, "ann", "anon")).EventsMoved);
        _ = await second.User("ann").ForgetAsync();
        await AssertErasedAsync(second, "ann", "anon");
    }

    [Fact]
    public async Task An_interrupted_merge_is_forgotten_with_what_was_not_copied_yet()
    {
        await using CutEngine first = await CutEngine.StartAsync();
        await RecordAsync(first.Engine, "anon", 600);
        await RecordAsync(first.Engine, "ann", 1);
        first.CutAfter("ann", 1);
        _ = await Assert.ThrowsAnyAsync<Exception>(async () => await MergeAsync(first.Engine, "ann", "anon"));
        first.CutAfter("nobody", 0);
        _ = await first.Engine.User("ann").ForgetAsync();
        await AssertErasedAsync(first.Engine, "ann", "anon");
    }

    [Fact]
    public async Task An_interrupted_erasure_is_completed_by_the_next_activation()
    {
        await using CutEngine first = await CutEngine.StartAsync();
        await RecordAsync(first.Engine, "anon", 3);
        await RecordAsync(first.Engine, "ann", 1);
        _ = await MergeAsync(first.Engine, "ann", "anon");
        first.CutAfter("anon", 0);
        _ = await Assert.ThrowsAnyAsync<Exception>(async () => await first.Engine.User("ann").ForgetAsync());
        await first.Engine.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Engine.Folder);
        _ = await Eventually.Async(async () => await second.User("ann").GetAsync(), view => view is null);
        await AssertErasedAsync(second, "ann", "anon");
    }

    [Fact]
    public async Task A_refused_merge_is_withdrawn_and_the_user_stays_free()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await RecordAsync(engine, "ann", 1);
        await RecordAsync(engine, "bob", 1);
        await RecordAsync(engine, "anon", 1);
        _ = await MergeAsync(engine, "bob", "anon");
        _ = await Assert.ThrowsAsync<MergeRefusedException>(async () => await MergeAsync(engine, "ann", "anon"));
        Assert.Equal(1, (await MergeAsync(engine, "bob", "ann")).EventsMoved);
        Assert.Equal(3, (await engine.User("bob").GetAsync())!.EventCount);
    }

    [Fact]
    public async Task Events_of_a_long_chain_of_aliases_take_one_call_after_the_first()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        const int Length = 30;
        for (int i = 0; i < Length; i++)
        {
            await AppendAsync(engine, $"u{i}", Alias(1, $"u{i}", $"u{i + 1}"));
        }

        Assert.Equal(1, await RecordOneAsync(engine, "u0", "e1"));
        Assert.Equal($"u{Length}", (await engine.User("u0").GetAsync())?.MergedInto);
        Assert.Equal(2, await RecordOneAsync(engine, "u0", "e2"));
        Assert.Equal(2, (await engine.User($"u{Length}").GetAsync())!.EventCount);
    }

    [Fact]
    public async Task An_undone_merge_gives_the_other_user_its_events_back()
    {
        await using TestEngine first = await TestEngine.StartAsync();
        await RecordAsync(first, "old", 2);
        await RecordAsync(first, "anon", 700);
        await RecordAsync(first, "ann", 1);
        _ = await MergeAsync(first, "anon", "old");
        _ = await MergeAsync(first, "ann", "anon");
        _ = await first.User("anon").RecordAsync(TestEvents.One("anon", "view", "late", "late"));
        _ = await first.User("ann").RecordAsync(TestEvents.One("ann", "view", "own", "own"));
        Assert.Equal(705, (await first.User("ann").GetAsync())!.EventCount);

        MergeResult undone = await first.User("ann").UnmergeAsync(UserId.Create("ann"), UserId.Create("anon"));
        Assert.Equal(703, undone.EventsMoved);
        await AssertUnmergedAsync(first);
        await first.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Folder);
        await AssertUnmergedAsync(second);
        _ = await second.User("old").RecordAsync(TestEvents.One("old", "view", "x", "after"));
        Assert.Equal(704, (await second.User("anon").GetAsync())!.EventCount);
        Assert.Equal(704, (await MergeAsync(second, "ann", "anon")).EventsMoved);
        Assert.Equal(706, (await second.User("ann").GetAsync())!.EventCount);

        static async Task AssertUnmergedAsync(TestEngine engine)
        {
            UserView ann = (await engine.User("ann").GetAsync())!;
            Assert.Equal(2, ann.EventCount);
            Assert.Equal(["item-0", "own"], ann.Items.Select(item => item.ItemId.Value).Order(StringComparer.Ordinal));
            Assert.DoesNotContain(
                await engine.User("ann").ExportAsync(0),
                entry => entry is EventEntry known && known.Event.UserId.Value != "ann");
            UserView anon = (await engine.User("anon").GetAsync())!;
            Assert.Equal((703, null), (anon.EventCount, anon.MergedInto));
            Assert.Equal("anon", (await engine.User("old").GetAsync())?.MergedInto);
        }
    }

    [Theory]
    [InlineData("anon", 0)]
    [InlineData("ann", 1)]
    [InlineData("anon", 1)]
    public async Task An_interrupted_undoing_is_completed_by_the_next_activation(string failing, int writesBefore)
    {
        await using CutEngine first = await CutEngine.StartAsync();
        await RecordAsync(first.Engine, "anon", 20);
        await RecordAsync(first.Engine, "ann", 1);
        _ = await MergeAsync(first.Engine, "ann", "anon");
        _ = await first.Engine.User("anon").RecordAsync(TestEvents.One("anon", "view", "late", "late"));
        first.CutAfter(failing, writesBefore);
        _ = await Assert.ThrowsAnyAsync<Exception>(
            async () => await first.Engine.User("ann").UnmergeAsync(UserId.Create("ann"), UserId.Create("anon")));
        await first.Engine.StopAsync();

        await using TestEngine second = await TestEngine.StartAsync(first.Engine.Folder);
        _ = await Eventually.Async(async () => await second.User("ann").GetAsync(), view => view!.EventCount == 1);
        _ = await Eventually.Async(async () => await second.User("anon").GetAsync(), view => view!.EventCount == 21);
        Assert.Null((await second.User("anon").GetAsync())?.MergedInto);
    }

    [Fact]
    public async Task A_merge_of_an_older_version_cannot_be_undone()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await AppendAsync(engine, "anon", Event(1, "anon"), Alias(2, "anon", "ann"));
        await AppendAsync(engine, "ann", Event(1, "anon"), Merged(2, "ann", "anon"));
        _ = await Assert.ThrowsAsync<MergeRefusedException>(
            async () => await engine.User("ann").UnmergeAsync(UserId.Create("ann"), UserId.Create("anon")));
        _ = await Assert.ThrowsAsync<MergeRefusedException>(
            async () => await engine.User("ann").UnmergeAsync(UserId.Create("ann"), UserId.Create("bob")));
    }

    [Fact]
    public async Task An_opt_out_survives_a_merge_a_change_and_a_ranking()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await RecordAsync(engine, "anon", 3);
        await RecordAsync(engine, "ann", 1);
        _ = await engine.User("ann").ChangePreferencesAsync(
            UserId.Create("ann"), new PreferencesChange { Categories = ["tents"] });
        _ = await engine.User("anon").ChangePreferencesAsync(
            UserId.Create("anon"), new PreferencesChange { OptOut = true });
        _ = await MergeAsync(engine, "ann", "anon");
        StatedPreferences merged = (await engine.User("ann").GetAsync())!.Preferences;
        Assert.True(merged.OptOut);
        Assert.Equal(["tents"], merged.Categories);

        _ = await engine.User("ann").ChangePreferencesAsync(
            UserId.Create("ann"), new PreferencesChange { Categories = ["stoves"] });
        StatedPreferences changed = (await engine.User("ann").GetAsync())!.Preferences;
        Assert.True(changed.OptOut);
        Assert.Equal(["stoves"], changed.Categories);
    }

    [Fact]
    public async Task A_ranking_of_candidates_ignores_the_profile_of_a_user_who_opted_out()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        foreach (ImmutableArray<UserEvent> events in TestEvents.TwoTastes(users: 40, items: 20, eventsEach: 15))
        {
            _ = await engine.User(events[0].UserId.Value).RecordAsync(events);
        }

        _ = await engine.TrainAsync();
        ImmutableArray<ItemId> candidates = [.. Enumerable.Range(0, 20).Select(i => ItemId.Create($"item-{i}"))];
        foreach (string user in new[] { "taste-0", "taste-1" })
        {
            _ = await engine.User(user).ChangePreferencesAsync(
                UserId.Create(user), new PreferencesChange { OptOut = true });
        }

        RecommendationList even = await RankAsync("taste-0");
        RecommendationList odd = await RankAsync("taste-1");
        Assert.Equal(even.Items.Select(item => item.ItemId), odd.Items.Select(item => item.ItemId));
        Assert.Equal((FallbackLevel.Popular, "optOut"), (even.FallbackLevel, even.FallbackReason));

        async Task<RecommendationList> RankAsync(string user) => await engine.User(user).RankAsync(
            new RankQuery { Candidates = candidates, DeadlineMs = 10_000 }, Stop);
    }

    private static async Task RecordAsync(TestEngine engine, string user, int count)
    {
        foreach (int[] part in Enumerable.Range(0, count).Chunk(500))
        {
            _ = await engine.User(user).RecordAsync(
                [.. part.Select(i => TestEvents.Make(user, "view", $"item-{i % 50}", $"{user}-{i}"))]);
        }
    }

    private static async Task<long> RecordOneAsync(TestEngine engine, string user, string eventId)
    {
        _ = await engine.User(user).RecordAsync(TestEvents.One(user, "view", "x", eventId));
        return (await engine.User(user).GetAsync())!.EventCount is var own and > 0
            ? own
            : (await engine.User((await engine.User(user).GetAsync())!.MergedInto!).GetAsync())!.EventCount;
    }

    private static ValueTask<MergeResult> MergeAsync(TestEngine engine, string user, string other) =>
        engine.User(user).MergeFromAsync(UserId.Create(user), UserId.Create(other));

    private static async Task AssertErasedAsync(TestEngine engine, params string[] users)
    {
        foreach (string user in users)
        {
            Assert.All(await engine.User(user).ExportAsync(0), entry => Assert.IsType<ForgottenEntry>(entry));
            Assert.Null((await engine.User(user).GetAsync())?.MergedInto);
        }
    }

    private static async Task AppendAsync(TestEngine engine, string user, params LogEntry[] entries) => Assert.Equal(
        AppendResult.Appended,
        await engine.Services.GetRequiredService<IEventLog>().AppendAsync(user, entries, Stop));

    private static EventEntry Event(long sequence, string user) => new()
    {
        Sequence = sequence,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Event = TestEvents.Make(user, "view", "x", $"e{sequence}"),
    };

    private static AliasEntry Alias(long sequence, string user, string target) => new()
    {
        Sequence = sequence,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        UserId = UserId.Create(user),
        Target = UserId.Create(target),
    };

    private static MergedEntry Merged(long sequence, string user, string other) => new()
    {
        Sequence = sequence,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        UserId = UserId.Create(user),
        Other = UserId.Create(other),
    };

    /// <summary>An engine whose log fails for one user after a number of writes.</summary>
    private sealed class CutEngine : IAsyncDisposable
    {
        private GatedEventLog _log = null!;

        public TestEngine Engine { get; private set; } = null!;

        public static async Task<CutEngine> StartAsync()
        {
            CutEngine cut = new();
            cut.Engine = await TestEngine.StartAsync(change: services => services.AddSingleton<IEventLog>(
                provider => cut._log = new GatedEventLog(ActivatorUtilities.CreateInstance<SqliteEventLog>(provider))));
            return cut;
        }

        public void CutAfter(string user, int writes)
        {
            int left = writes;
            _log.Fails = key => key == user && Interlocked.Decrement(ref left) < 0;
        }

        public ValueTask DisposeAsync() => Engine.DisposeAsync();
    }
}
