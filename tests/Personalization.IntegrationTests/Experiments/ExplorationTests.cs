using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Benchmarks.Experiments.Exploration;
using Personalization.Engine.Exploration;

namespace Personalization.IntegrationTests.Experiments;

public sealed class ExplorationTests
{
    private static readonly RewardPrior Prior = new(0.5, 1, 0.4);

    [Fact]
    public void Propensities_equal_those_of_the_papers()
    {
        Assert.Equal([0, 1, 0], Propensities.Greedy([0.1, 0.5, 0.5]));
        Assert.Equal(
            [0.1, 0.8, 0.1], Propensities.Epsilon([0.1, 0.5, 0.5], 0.3).Select(share => Math.Round(share, 12)));
        Assert.Equal(
            [1 / 43.0, 1 - (1 / 43.0) - (1 / 13.0), 1 / 13.0],
            Propensities.SquareCb([0.1, 0.5, 0.4], 100).Select(share => share),
            new Near());
        Assert.Equal(
            [(0.9 * 0.25) + 0.05, (0.9 * 0.75) + 0.05],
            Propensities.Thompson([[1, 2, 3, 9], [4, 4, 4, 4]], 0.1),
            new Near());
    }

    [Trait("Category", "Simulation")]
    [Theory]
    [InlineData(ExplorationPolicy.Greedy)]
    [InlineData(ExplorationPolicy.Epsilon)]
    [InlineData(ExplorationPolicy.SquareCb)]
    [InlineData(ExplorationPolicy.Thompson)]
    public void Logged_propensities_equal_draw_frequencies(ExplorationPolicy policy)
    {
        const int Lists = 20_000;
        RewardSnapshot known = Trained(40).Snapshot(50, 3);
        ExploringCandidate[] ranked = [.. Enumerable.Range(0, 6).Select(i => Candidate(i))];
        ExplorationSettings settings =
            new() { Policy = policy, Slots = [1, 3], Pool = 4, Epsilon = 0.2, Sharpness = 30 };
        Random chance = new(8);
        Dictionary<int, int> shown = [];
        double inverse = 0;
        for (int i = 0; i < Lists; i++)
        {
            ExploredSlot[] slots = Explorer.Fill(ranked, 5, settings, known, chance);
            Assert.Equal([false, true, false, true, false], slots.Select(slot => slot.IsMarked));
            Assert.Equal([1.0, 1, 1], new[] { slots[0], slots[2], slots[4] }.Select(slot => slot.Propensity));
            Assert.Equal(5, slots.Select(slot => slot.Candidate).Distinct().Count());
            Assert.Equal(0, slots[0].Candidate);
            shown[slots[1].Candidate] = shown.GetValueOrDefault(slots[1].Candidate) + 1;
            inverse += 1 / slots[1].Propensity;
        }

        double[] shares = Explorer.SharesOf(ranked[1..5], settings, known);
        Assert.Equal(1, shares.Sum(), 1e-12);
        Assert.All(shares.Select((share, i) => (share, i)), pair =>
            Assert.Equal(
                pair.share,
                shown.GetValueOrDefault(pair.i + 1) / (double)Lists,
                4 * Math.Sqrt((pair.share * (1 - pair.share) / Lists) + 1e-12)));
        Assert.Equal(
            shares.Count(share => share > 0), inverse / Lists, policy == ExplorationPolicy.Greedy ? 1e-9 : 0.3);
    }

    [Fact]
    public void The_posterior_equals_a_joint_regression_with_a_column_per_item()
    {
        RewardModel model = new(2, Prior);
        List<(int Item, double[] Features, double Reward)> seen = [];
        Random chance = new(2);
        for (int i = 0; i < 60; i++)
        {
            (int Item, double[] Features, double Reward) one = (
                chance.Next(3), [1, chance.NextDouble()], chance.NextDouble());
            seen.Add(one);
            model.Add(Id(one.Item), one.Features, one.Reward);
        }

        double[] whole = Regression(seen);
        RewardSnapshot known = model.Snapshot(0, 0);
        for (int item = 0; item < 3; item++)
        {
            Assert.Equal(whole[0] + (0.3 * whole[1]) + whole[2 + item], known.Predict(Id(item), [1, 0.3]), 1e-9);
        }

        Assert.Equal(whole[0] + (0.3 * whole[1]), known.Predict(Id(99), [1, 0.3]), 1e-9);
    }

    [Fact]
    public void Draws_center_on_the_expectation_and_spread_more_for_an_unseen_item()
    {
        RewardSnapshot known = Trained(400).Snapshot(2000, 5);
        double[] features = [1, 0.5];
        double[] old = new double[2000];
        double[] unseen = new double[2000];
        known.Sample(Id(1), features, old);
        known.Sample(Id(99), features, unseen);
        Assert.Equal(known.Predict(Id(1), features), old.Average(), 0.01);
        Assert.Equal(known.Predict(Id(99), features), unseen.Average(), 0.05);
        Assert.InRange(Spread(unseen), 0.38, 0.6);
        Assert.InRange(Spread(old), 0.01, 0.15);
    }

    [Fact]
    public void Equal_seeds_give_equal_lists_and_the_order_of_learning_items_does_not_matter()
    {
        RewardModel forth = new(2, Prior);
        RewardModel back = new(2, Prior);
        for (int i = 0; i < 5; i++)
        {
            forth.Add(Id(i), [1, 0], 0.25);
            back.Add(Id(4 - i), [1, 0], 0.25);
        }

        Assert.Equal(forth.Snapshot(5, 1).Predict(Id(3), [1, 0]), back.Snapshot(5, 1).Predict(Id(3), [1, 0]));
        ExploringCandidate[] ranked = [.. Enumerable.Range(0, 9).Select(i => Candidate(i))];
        ExplorationSettings settings = new() { Policy = ExplorationPolicy.Thompson, Slots = [0, 1, 2] };
        Assert.Equal(
            Explorer.Fill(ranked, 4, settings, forth.Snapshot(30, 1), new Random(1)),
            Explorer.Fill(ranked, 4, settings, back.Snapshot(30, 1), new Random(1)));
    }

    [Fact]
    public void Short_lists_are_filled_and_missing_samples_throw()
    {
        RewardSnapshot known = new RewardModel(2, Prior).Snapshot(0, 1);
        Assert.Empty(Explorer.Fill([], 5, new() { Slots = [0] }, known, new Random(1)));
        Assert.Equal(new ExploredSlot(0, 1, true), Assert.Single(Explorer.Fill(
            [Candidate(0)], 5, new() { Policy = ExplorationPolicy.SquareCb, Slots = [0, 1] }, known, new Random(1))));
        _ = Assert.Throws<ArgumentException>(() => Explorer.Fill(
            [Candidate(0)], 1, new() { Policy = ExplorationPolicy.Thompson }, known, new Random(1)));
    }

    [Trait("Category", "Simulation")]
    [Theory]
    [InlineData(ExplorationPolicy.Epsilon)]
    [InlineData(ExplorationPolicy.SquareCb)]
    [InlineData(ExplorationPolicy.Thompson)]
    public void Exploration_finds_a_better_new_item_and_greedy_does_not(ExplorationPolicy policy)
    {
        Assert.Equal(0, ShowsOfTheNewItem(ExplorationPolicy.Greedy));
        Assert.InRange(ShowsOfTheNewItem(policy), 250, 399);
    }

    [Trait("Category", "Simulation")]
    [Fact]
    public void A_simulated_shop_is_equal_for_all_policies_and_bounds_their_rewards()
    {
        BanditPlan plan = BanditPlan.Unknown with { Worlds = 2, Days = 3, ADay = 200 };
        BanditRun[][] runs =
        [.. ExplorationBenchmark.Policies.Select(policy => ExplorationBenchmark.Worlds(plan, policy.Settings, 9))];
        Assert.All(runs.SelectMany(policy => policy), run => Assert.InRange(run.Reward, 0.2, run.Best));
        Assert.Equal(
            runs[0].Select(run => run.Reward),
            ExplorationBenchmark.Worlds(plan, ExplorationBenchmark.Policies[0].Settings, 9).Select(run => run.Reward));
    }

    /// <summary>
    /// Counts the draws of a new item with reward 0.9 among 400, against a known item with reward 0.5.
    /// </summary>
    private static int ShowsOfTheNewItem(ExplorationPolicy policy)
    {
        RewardModel model = new(1, Prior);
        for (int i = 0; i < 100; i++)
        {
            model.Add(Id(0), [1], 0.5);
        }

        ExploringCandidate[] ranked = [new(Id(0), [1]), new(Id(1), [1])];
        ExplorationSettings settings = new() { Policy = policy, Slots = [0], Epsilon = 0.1, Sharpness = 100 };
        Random chance = new(4);
        int shows = 0;
        for (int i = 0; i < 400; i++)
        {
            int shown = Explorer.Fill(ranked, 1, settings, model.Snapshot(30, i), chance)[0].Candidate;
            model.Add(Id(shown), [1], shown == 1 ? 0.9 : 0.5);
            shows += shown;
        }

        return shows;
    }

    private static RewardModel Trained(int rewards)
    {
        RewardModel model = new(2, Prior);
        Random chance = new(1);
        for (int i = 0; i < rewards; i++)
        {
            int item = i % 5;
            model.Add(Id(item), [1, chance.NextDouble()], chance.NextDouble() < 0.2 + (0.1 * item) ? 1 : 0);
        }

        return model;
    }

    /// <summary>Solves for the weights and three intercepts by elimination on all five unknowns.</summary>
    private static double[] Regression(List<(int Item, double[] Features, double Reward)> seen)
    {
        double[,] matrix = new double[5, 5];
        double[] right = new double[5];
        for (int i = 0; i < 5; i++)
        {
            matrix[i, i] = 1 / (i < 2 ? Prior.Weight * Prior.Weight : Prior.Intercept * Prior.Intercept);
        }

        foreach ((int item, double[] features, double reward) in seen)
        {
            double[] x = [.. features, item == 0 ? 1 : 0, item == 1 ? 1 : 0, item == 2 ? 1 : 0];
            for (int i = 0; i < 5; i++)
            {
                right[i] += x[i] * reward / (Prior.Noise * Prior.Noise);
                for (int j = 0; j < 5; j++)
                {
                    matrix[i, j] += x[i] * x[j] / (Prior.Noise * Prior.Noise);
                }
            }
        }

        return Personalization.Engine.Numerics.ScalarKernels.Solve(matrix, right);
    }

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static ItemId Id(int item) => ItemId.Create($"i{item}");

    private static ExploringCandidate Candidate(int item) => new(Id(item), [1, 0.1 * item]);

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double value) => 0;
    }
}
