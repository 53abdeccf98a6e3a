using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>A rollout over three silos, and the version that every silo serves.</summary>
public sealed class RolloutGrainTests
{
    /// <summary>The promised time between a decision and its effect on the last silo.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_good_version_goes_through_every_stage_to_every_silo()
    {
        await using RolloutCluster cluster = await RolloutCluster.StartAsync(staged: true);
        _ = await cluster.TrainAsync("good-2");
        Assert.Equal("good-1", (await cluster.Models.GetAsync()).Live);

        Rollout rollout = await cluster.RolloutAsync(found => found.Stage == RolloutStage.Live);
        await cluster.EverySiloAsync(
            holder => holder.Current.Model?.Version == "good-2" && holder.Find("good-1") is not null);
        Assert.Equal(
            ["started", "shadow", "canary 0.01", "canary 0.05", "canary 0.25", "canary 0.5", "live"],
            rollout.Audit.Select(entry => entry.What));
        _ = await Eventually.Async(
            () => Task.FromResult(cluster.Canary.Done.Last()), done => done == "rollout-good-2 end");
        Assert.Equal([
            "rollout-good-2 0.01",
            "rollout-good-2 0.05",
            "rollout-good-2 0.25",
            "rollout-good-2 0.5",
            "rollout-good-2 end"
        ], cluster.Canary.Done);
        Assert.Equal(200, rollout.Gate!.Latency.Rankings);
        ModelCatalog catalog = await cluster.Models.GetAsync();
        Assert.Equal(("good-2", "good-1"), (catalog.Live, catalog.Previous));

        Rollout back = await cluster.Rollouts.RollBackAsync("good-2", "ann", "Complaints.");
        Assert.All(cluster.Holders, holder => Assert.Equal("good-1", holder.Current.Model!.Version));
        Assert.Equal(
            (RolloutStage.RolledBack, "ann", "Complaints."), (back.Stage, back.Audit[^1].Who, back.Audit[^1].Why));
        Assert.Equal(
            ModelVersionStatus.RolledBack,
            (await cluster.Models.GetAsync()).Versions.Single(version => version.Version == "good-2").Status);
        await cluster.EverySiloAsync(holder => holder.PinnedCount == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bad_version_is_rolled_back_and_no_silo_serves_it_five_seconds_later(bool deaf)
    {
        await using RolloutCluster cluster = await RolloutCluster.StartAsync(deaf);
        _ = await cluster.TrainAsync("bad-2");
        await cluster.EverySiloAsync(holder => holder.Current.Model?.Version == "bad-2");
        _ = await cluster.Models.RollBackAsync();
        await cluster.EverySiloAsync(holder => holder.Current.Model?.Version == "good-1");
        _ = await cluster.Rollouts.StartAsync("bad-2", "ann");
        _ = await cluster.RolloutAsync(found => found.Stage == RolloutStage.Canary);
        await cluster.EverySiloAsync(holder => holder.For("bad-2").Model?.Version == "bad-2");
        cluster.Canary.Conversion = (0.2, 0.02);

        Rollout rollout = await cluster.RolloutAsync(found => found.Stage == RolloutStage.RolledBack);
        await cluster.EverySiloAsync(
            holder => holder.For("bad-2").Model?.Version == "good-1" && holder.IsWithdrawn("bad-2"));
        TimeSpan took = TimeProvider.System.GetUtcNow() - rollout.Audit[^1].At;
        Assert.True(
            took < Promised, $"The last silo dropped the version {took.TotalSeconds:0.0} s after the decision.");
        Assert.Equal((RolloutMachine.Engine, "rolled back"), (rollout.Audit[^1].Who, rollout.Audit[^1].What));
        Assert.StartsWith("conversion: ", rollout.Audit[^1].Why, StringComparison.Ordinal);
        Assert.InRange(rollout.MostShare, 0.01, 0.5);
        _ = await Eventually.Async(
            () => Task.FromResult(cluster.Canary.Done.Last()), done => done == "rollout-bad-2 end");
        Assert.Equal("good-1", (await cluster.Models.GetAsync()).Live);
    }

    [Fact]
    public async Task A_silo_that_starts_during_a_rollout_loads_its_versions_before_it_is_ready()
    {
        await using RolloutCluster cluster = await RolloutCluster.StartAsync();
        _ = await cluster.TrainAsync("good-2");
        _ = await cluster.Models.HoldAsync("experiment", "good-1");
        ServingHolder late = await cluster.AddSiloAsync();
        _ = await Eventually.Async(() => Task.FromResult(late.IsLoaded), loaded => loaded);
        Assert.Equal(("good-2", "good-1"), (late.Current.Model!.Version, late.For("good-1").Model!.Version));

        _ = await cluster.Models.UnpinAsync("experiment", null);
        Assert.All(cluster.Holders, holder => Assert.Equal(0, holder.PinnedCount));
        _ = await Assert.ThrowsAsync<KeyNotFoundException>(
            async () => await cluster.Models.HoldAsync("experiment", "nonsense"));
    }

    [Fact]
    public async Task A_rollout_continues_after_the_loss_of_its_silo_and_an_operator_can_stop_it()
    {
        await using RolloutCluster cluster = await RolloutCluster.StartAsync();
        _ = await cluster.TrainAsync("good-2");
        _ = await cluster.Models.RollBackAsync();
        cluster.Canary.Conversion = (0, 0);
        _ = await cluster.Rollouts.StartAsync("good-2", "ann");
        Rollout before = await cluster.RolloutAsync(found => found.Stage == RolloutStage.Canary);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await cluster.Rollouts.StartAsync("good-2", "ann"));
        await cluster.KillKeeperAsync();

        Rollout after = await cluster.RolloutAsync(found => found.Audit.Length > before.Audit.Length);
        Assert.Equal(before.Audit, after.Audit.Take(before.Audit.Length));
        Rollout stopped = await cluster.Rollouts.StopAsync("good-2", "bob", "Enough.");
        Assert.Equal((RolloutStage.Stopped, "bob"), (stopped.Stage, stopped.Audit[^1].Who));
        await cluster.EverySiloAsync(holder => holder.PinnedCount == 0);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await cluster.Rollouts.StopAsync("good-2", "bob", "Again."));
        _ = await Assert.ThrowsAsync<KeyNotFoundException>(
            async () => await cluster.Rollouts.StopAsync("nonsense", "bob", "No."));
        _ = await Assert.ThrowsAsync<KeyNotFoundException>(
            async () => await cluster.Rollouts.StartAsync("nonsense", "bob"));
        _ = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await cluster.Rollouts.StartAsync("good-1", "bob"));
    }
}
