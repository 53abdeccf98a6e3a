using Personalization.Benchmarks.Experiments.Simulations;

namespace Personalization.IntegrationTests.Experiments;

/// <summary>Runs a tenth of the benchmark's simulations with the same code.</summary>
/// <remarks>Verifies that interim analyses keep the error rate and that true effects are found.</remarks>
[Trait("Category", "Simulation")]
public sealed class SimulationTests
{
    private static readonly SimulationPlan Plan = new(120, 100, 50, 77);

    [Fact]
    public void The_false_positive_rate_is_at_most_the_level() =>
        Assert.True(FalsePositiveTable.Measure(Plan).IsKept());

    [Fact]
    public void The_table_rejects_a_test_that_peeks()
    {
        int[][] first = MeanSimulation.FirstLooks(Plan, Units.Conversion(0.1), LookRule.Peeking());
        FalsePositiveTable table = new(
            Plan, [new("conversion", "t-test at every look", first.Count(run => run[0] > 0), 0.05, true)]);
        Assert.False(table.IsKept());
    }

    [Fact]
    public void A_covariate_finds_a_true_effect_sooner()
    {
        Func<Random, bool, Unit> users = Units.RevenueWithPast(0.1);
        LookRule rule = LookRule.Sequence(Plan.AllUsers, 0.05);
        int[][] with = MeanSimulation.FirstLooks(Plan, users, rule);
        int[][] without = MeanSimulation.FirstLooks(
            Plan, (chance, treated) => users(chance, treated) with { Past = 0 }, rule);
        Assert.True(with.Count(run => run[0] > 0) > 112);
        Assert.True(with.Average(run => run[0]) < without.Where(run => run[0] > 0).Average(run => run[0]));
        Assert.InRange(MeanSimulation.VarianceReduction(Plan with { Runs = 20 }, users), 0.4, 0.7);
    }

    [Fact]
    public void A_planted_sample_ratio_mismatch_is_found()
    {
        int[] found = SampleRatioSimulation.FirstLooks(Plan with { Runs = 50 }, [0.5, 0.5], [0.55, 0.45], 0.001);
        Assert.All(found, look => Assert.InRange(look, 1, 100));
    }

    [Fact]
    public void A_latency_regression_is_found()
    {
        int[] found = QuantileSimulation.FirstLooks(Plan with { Runs = 20 }, 0.5, 0.05);
        Assert.All(found, look => Assert.InRange(look, 1, 100));
    }

    [Fact]
    public void A_run_depends_on_its_seed_alone()
    {
        int[][] once = MeanSimulation.FirstLooks(Plan with { Runs = 8 }, Units.Clicks(), LookRule.Peeking());
        int[][] again = MeanSimulation.FirstLooks(Plan with { Runs = 8 }, Units.Clicks(), LookRule.Peeking());
        Assert.Equal(once.Select(run => run[0]), again.Select(run => run[0]));
    }
}
