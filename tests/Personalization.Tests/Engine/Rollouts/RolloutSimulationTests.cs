using Personalization.Abstractions.Rollouts;

namespace Personalization.Tests.Engine.Rollouts;

/// <summary>A hundred whole rollouts with a known truth.</summary>
[Trait("Category", "Simulation")]
public sealed class RolloutSimulationTests(ITestOutputHelper output)
{
    private const int Runs = 100;
    private const double Conversion = 0.08;

    [Fact]
    public void A_good_version_reaches_all_users_and_the_interval_of_its_lift_covers_the_truth()
    {
        const double truth = 0.15;
        SimulatedRollout[] runs = RunAll(truth);
        int live = runs.Count(run => run.Rollout.Stage == RolloutStage.Live);
        int covered = runs.Count(
            run => run.Rollout.Canary is { } seen && seen.LiftLow <= truth && truth <= seen.LiftHigh);
        double width = runs.Average(run => run.Rollout.Canary!.LiftHigh!.Value - run.Rollout.Canary.LiftLow!.Value);
        output.WriteLine($"{live} of {Runs} went live; the interval of the lift, {width:0.000} wide in the mean, "
            + $"covered the truth in {covered}; measured in the mean "
            + $"{runs.Average(run => run.Rollout.Canary!.Lift):0.000} of {truth}");

        Assert.True(live >= 98, $"{live} went live");
        Assert.True(covered >= 93, $"{covered} covered the truth");
        Assert.True(width < 0.45, $"intervals are {width} wide in the mean");
        Assert.All(
            runs.Where(run => run.Rollout.Stage == RolloutStage.Live), run => Assert.Equal(1, run.Rollout.Share));
    }

    [Fact]
    public void A_bad_version_that_passed_the_gate_is_rolled_back_from_few_users()
    {
        SimulatedRollout[] runs = RunAll(-0.5);
        double[] shares = [.. runs.Select(run => run.ExposedShare).Order()];
        double hours = runs.Average(run => run.Served.TotalHours);
        output.WriteLine($"rolled back in {runs.Count(run => run.Rollout.Stage == RolloutStage.RolledBack)} of {Runs}; "
            + $"exposed {shares.Average():0.0000} of the shoppers in the mean, {shares[^1]:0.0000} at most, for "
            + $"{hours:0.0} hours in the mean");

        Assert.All(runs, run => Assert.Equal(RolloutStage.RolledBack, run.Rollout.Stage));
        Assert.All(runs, run => Assert.StartsWith("conversion: ", run.Rollout.Audit[^1].Why, StringComparison.Ordinal));
        Assert.True(shares.Average() < 0.05, $"{shares.Average()} of the shoppers got it in the mean");
        Assert.All(runs, run => Assert.Equal(0, run.Rollout.Share));
    }

    [Fact]
    public void An_equal_version_is_hardly_ever_rolled_back()
    {
        SimulatedRollout[] runs = RunAll(0);
        int back = runs.Count(run => run.Rollout.Stage == RolloutStage.RolledBack);
        output.WriteLine($"{back} of {Runs} equal versions were rolled back");
        Assert.True(back <= 5, $"{back} were rolled back");
    }

    private static SimulatedRollout[] RunAll(double lift) =>
    [.. Enumerable.Range(1, Runs).Select(seed => new SimulatedRollout(seed, Conversion, lift).Run())];
}
