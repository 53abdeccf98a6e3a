using Personalization.Benchmarks.Experiments.Simulations;

namespace Personalization.IntegrationTests.Experiments;

/// <summary>A tenth of what the benchmark simulates, by the same code: the promise that looking costs nothing, and that a true effect is found.</summary>
[Trait("Category", "Simulation")]
public sealed class SimulationTests
{
    private static readonly SimulationPlan Plan = new(120, 100, 50, 77);

    [Fact]
    public void Nothing_that_differs_not_is_said_to_differ_more_often_than_allowed() => Assert.True(FalsePositiveTable.Measure(Plan).IsKept());

    [Fact]
    public void The_table_catches_a_test_that_peeks()
    {
        int[][] first = MeanSimulation.FirstLooks(Plan, Units.Conversion(0.1), LookRule.Peeking());
        FalsePositiveTable table = new(Plan, [new("conversion", "t-test at every look", first.Count(run => run[0] > 0), 0.05, true)]);
        Assert.False(table.IsKept());
    }

    [Fact]
    public void A_true_effect_is_found_sooner_when_users_past_is_known()
    {
        Func<Random, bool, Unit> users = Units.RevenueWithPast(0.1);
        LookRule rule = LookRule.Sequence(Plan.AllUsers, 0.05);
        int[][] with = MeanSimulation.FirstLooks(Plan, users, rule);
        int[][] without = MeanSimulation.FirstLooks(Plan, (chance, treated) => users(chance, treated) with { Past = 0 }, rule);
        Assert.True(with.Count(run => run[0] > 0) > 112);
        Assert.True(with.Average(run => run[0]) < without.Where(run => run[0] > 0).Average(run => run[0]));
        Assert.InRange(MeanSimulation.VarianceReduction(Plan with { Runs = 20 }, users), 0.4, 0.7);
    }

    [Fact]
    public void A_planted_mismatch_of_the_split_is_found()
    {
        int[] found = SampleRatioSimulation.FirstLooks(Plan with { Runs = 50 }, [0.5, 0.5], [0.55, 0.45], 0.001);
        Assert.All(found, look => Assert.InRange(look, 1, 100));
    }

    [Fact]
    public void Slower_answers_are_found()
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
