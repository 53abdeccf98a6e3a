using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Rollouts;

namespace Personalization.Tests.Grains;

/// <summary>Lists of users in a canary, the counts of the silo, and the requests that a shadow ranks.</summary>
public sealed class RolloutListsTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void A_user_of_the_new_arm_gets_its_version_until_it_is_unpinned()
    {
        TinyWorld world = InCanary("next");
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(("next", "rollout-next/new"), (list.ModelVersion, list.Arm));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(list.RankedAt, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);

        world.Holder.SetModel(world.Holder.Current.Model);
        RecommendationList after = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(("tiny", world.Time.GetUtcNow()), (after.ModelVersion, after.RankedAt));
    }

    [Fact]
    public void Lists_of_both_versions_are_counted_only_during_the_canary()
    {
        TinyWorld world = InCanary("next");
        _ = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(0, world.Rollout.Drain().Tally.New.Lists);

        world.Rollout.SetOrder(new RolloutOrder("next", RolloutStage.Canary));
        world.Ask(5);
        (RolloutOrder order, RolloutTally tally) = world.Rollout.Drain();
        Assert.Equal(new RolloutOrder("next", RolloutStage.Canary), order);
        Assert.Equal((5L, 0L, 0L, 5L), (tally.New.Lists, tally.New.Failed, tally.New.Late, tally.New.Covered));
        Assert.Equal(5, tally.New.Milliseconds.Values.Sum());
        Assert.Equal(5, tally.New.Diverse);
        Assert.InRange(DistinctCount.Estimate(tally.New.Items.AsSpan()), 5, TinyWorld.Items);
        Assert.Equal(0, tally.Live.Lists);

        world.Experiments.Set(new ExperimentCatalog([], 2));
        world.Ask(8);
        tally = world.Rollout.Drain().Tally;
        Assert.Equal((0L, 8L), (tally.New.Lists, tally.Live.Lists));
        Assert.Equal(5, tally.Live.Covered);
        Assert.Equal(0, world.Rollout.Drain().Tally.Live.Lists);
    }

    [Fact]
    public void Late_and_failed_lists_are_counted_and_the_live_version_answers_for_failed_ones()
    {
        TinyWorld world = InCanary("next");
        world.Rollout.SetOrder(new RolloutOrder("next", RolloutStage.Canary));
        using CancellationTokenSource expired = new();
        expired.Cancel();
        Assert.NotEqual(FallbackLevel.Fresh, world.Lists.Recommend(world.Profile, Ten, expired.Token).FallbackLevel);
        ModelSnapshot broken = new("next", new ItemIndex([]), world.Holder.Current.Model!.Parts, BlendWeights.Default);
        world.Holder.SetModel(world.Holder.Current.Model, broken);
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);

        Assert.Equal((FallbackLevel.Fresh, "tiny"), (list.FallbackLevel, list.ModelVersion));
        RolloutTally tally = world.Rollout.Drain().Tally;
        Assert.Equal((2L, 1L, 1L), (tally.New.Lists, tally.New.Late, tally.New.Failed));
    }

    [Fact]
    public async Task A_shadow_ranks_the_sampled_requests_later_and_serves_no_list()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Holder.SetModel(world.Holder.Current.Model, TinyWorld.Load("next"));
        world.Rollout.SetOrder(new RolloutOrder("next", RolloutStage.Shadow));
        world.Ask(20);
        Assert.Equal(0, world.Rollout.Drain().Tally.Compared);

        using ShadowRanker ranker = new(world.Rollout, TimeProvider.System, NullLogger<ShadowRanker>.Instance);
        await ranker.StartAsync(None);
        RolloutTally tally = await CountedAsync(world.Rollout, 10);
        await ranker.StopAsync(None);

        // The same log trained both versions, so their lists are equal.
        Assert.Equal((10.0, 10.0), (tally.Overlap, Math.Round(tally.RankBiasedOverlap, 6)));
        Assert.Equal((10L, 10L, 0L), (tally.Live.Lists, tally.New.Lists, tally.New.Failed));
        Assert.Equal("tiny", world.Lists.Recommend(world.Profile, Ten, None).ModelVersion);
    }

    [Fact]
    public async Task Failed_shadow_rankings_and_dropped_requests_are_counted()
    {
        TinyWorld world = new();
        ModelSnapshot broken = new("next", new ItemIndex([]), world.Holder.Current.Model!.Parts, BlendWeights.Default);
        world.Holder.SetModel(world.Holder.Current.Model, broken);
        world.Rollout.SetOrder(new RolloutOrder("next", RolloutStage.Shadow));
        world.Ask(200);
        using ShadowRanker ranker = new(world.Rollout, TimeProvider.System, NullLogger<ShadowRanker>.Instance);
        await ranker.StartAsync(None);
        RolloutTally tally = await CountedAsync(world.Rollout, 32);
        await ranker.StopAsync(None);

        Assert.Equal((32L, 32L, 0L, 68L), (tally.New.Lists, tally.New.Failed, tally.Compared, tally.Dropped));
        ShadowReport report = ShadowEvaluator.Judge(tally, new RolloutOptions())!;
        Assert.Contains("errors", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    /// <summary>Creates a world whose user is in the new arm of a canary of a pinned version.</summary>
    private static TinyWorld InCanary(string version)
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Holder.SetModel(world.Holder.Current.Model, TinyWorld.Load(version));
        Rollout rollout = RolloutMachine.Begin(version, "tiny", world.Time.GetUtcNow(), "ann") with { Share = 0.5 };
        ExperimentDefinition definition = CanaryExperiment.Define(
            rollout, world.Time.GetUtcNow(), new RolloutOptions());
        definition = definition with
        {
            Arms = [definition.Arms[0] with { Weight = 0.0001 }, definition.Arms[1] with { Weight = 10_000 }]
        };
        ExperimentView view = new()
        {
            Name = definition.Name,
            Number = 1,
            Status = ExperimentStatus.Running,
            DefinitionJson = ExperimentJson.Write(definition),
            Definition = definition with { Status = ExperimentStatus.Running },
        };
        world.Experiments.Set(new ExperimentCatalog([view], 1));
        EnteredArm entered = new()
        {
            Experiment = definition.Name,
            Number = 1,
            Arm = CanaryExperiment.Treatment,
            Since = world.Time.GetUtcNow(),
            EventTypes = ["purchase"]
        };
        world.Profile.Apply(new EnteredEntry
        {
            Sequence = world.Profile.Version + 1,
            ReceivedAt = world.Time.GetUtcNow(),
            Arms = [entered]
        });
        return world;
    }

    private static async Task<RolloutTally> CountedAsync(RolloutCounter counter, long lists)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30), TimeProvider.System);
        RolloutTally tally = RolloutTally.Empty;
        while (tally.New.Lists < lists)
        {
            await Task.Yield();
            timeout.Token.ThrowIfCancellationRequested();
            tally += counter.Drain().Tally;
        }

        return tally;
    }
}
