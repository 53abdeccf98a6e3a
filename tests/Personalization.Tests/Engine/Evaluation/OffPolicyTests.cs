using Personalization.Engine.Evaluation.OffPolicy;

namespace Personalization.Tests.Engine.Evaluation;

/// <summary>A world with a known answer: four items, two contexts, a logging policy and an evaluated policy.</summary>
public sealed class OffPolicyTests
{
    private static readonly double[][] Rates = [[0.1, 0.3, 0.5, 0.2], [0.6, 0.2, 0.1, 0.3]];
    private static readonly double[] Logging = [0.4, 0.3, 0.2, 0.1];
    private static readonly double[][] Evaluated = [[0.05, 0.15, 0.7, 0.1], [0.5, 0.2, 0.1, 0.2]];
    private static readonly double Truth = Enumerable.Range(
        0, 2).Average(context => Evaluated[context].Zip(Rates[context], (share, rate) => share * rate).Sum());

    [Fact]
    public void All_estimators_find_the_reward_of_the_evaluated_policy_and_not_of_the_logging_policy()
    {
        OffPolicyReport report = OffPolicyEvaluator.Evaluate(Log(1, 4000, full: true), new() { Resamples = 200 });
        foreach (OffPolicyEstimate estimate in new[] { report.Ips, report.Snips, report.Dm, report.Dr })
        {
            Assert.True(estimate.Interval.Covers(Truth), $"{estimate} of {Truth}");
            Assert.False(estimate.Interval.Covers(report.Logged));
        }

        Assert.Equal(1, report.MeanWeight, 0.06);
        Assert.Equal(0, report.Clipped);
        Assert.InRange(report.EffectiveDraws, 500, 4000);
    }

    [Fact]
    [Trait("Category", "Simulation")]
    public void The_intervals_cover_the_truth_in_about_95_of_100_worlds()
    {
        int[] covered = new int[4];
        for (int seed = 0; seed < 100; seed++)
        {
            OffPolicyReport report = OffPolicyEvaluator.Evaluate(
                Log(seed, 400, full: true), new() { Resamples = 200, Ridge = 1, Seed = seed });
            OffPolicyEstimate[] estimates = [report.Ips, report.Snips, report.Dm, report.Dr];
            for (int i = 0; i < 4; i++)
            {
                covered[i] += estimates[i].Interval.Covers(Truth) ? 1 : 0;
            }
        }

        Assert.All(covered, count => Assert.InRange(count, 86, 100));
    }

    [Fact]
    public void A_wrong_model_misleads_the_direct_method_and_not_the_doubly_robust_one()
    {
        OffPolicyReport report = OffPolicyEvaluator.Evaluate(Log(3, 20_000, full: false), new() { Resamples = 100 });
        Assert.False(report.Dm.Interval.Covers(Truth), $"{report.Dm} of {Truth}");
        Assert.True(report.Dr.Interval.Covers(Truth), $"{report.Dr} of {Truth}");
    }

    [Fact]
    public void A_right_model_makes_the_doubly_robust_interval_narrower()
    {
        OffPolicyReport report = OffPolicyEvaluator.Evaluate(Log(4, 4000, full: true), new() { Resamples = 300 });
        Assert.True(report.Dr.Interval.Width() < report.Ips.Interval.Width());
    }

    [Fact]
    public void Figures_match_a_calculation_by_hand()
    {
        LoggedDecision[] draws = [new(0, 1, 0.5, 0.25, [1], [0.5]), new(1, 0, 0.25, 1, [0], [0.5])];
        OffPolicyReport plain = OffPolicyEvaluator.Evaluate(draws, new() { Folds = 1, Ridge = 1, Resamples = 10 });
        Assert.Equal(0.25, plain.Ips.Value, 1e-12);
        Assert.Equal(0.5 / 4.5, plain.Snips.Value, 1e-12);

        // least squares of 1 at x = 1 and 0 at x = 0, slope squared added: slope 1/3, constant 1/3
        Assert.Equal(0.5, plain.Dm.Value, 1e-12);
        Assert.Equal(0.5 + (((0.5 * (1 - (2.0 / 3))) + (4 * (0 - (1.0 / 3)))) / 2), plain.Dr.Value, 1e-12);

        OffPolicyReport clipped = OffPolicyEvaluator.Evaluate(draws, new() { Clip = 1, Resamples = 10 });
        Assert.Equal(0.5 / 1.5, clipped.Snips.Value, 1e-12);
        Assert.Equal(0.5, clipped.Clipped);
    }

    [Fact]
    public void Draws_of_one_group_are_resampled_together()
    {
        LoggedDecision[] single = Log(5, 300, full: true);
        LoggedDecision[] tenfold = [.. single.SelectMany(draw => Enumerable.Repeat(draw, 10))];
        OffPolicyOptions options = new() { Resamples = 200, Ridge = 0.001 };
        double width = OffPolicyEvaluator.Evaluate(single, options).Ips.Interval.Width();
        Assert.Equal(width, OffPolicyEvaluator.Evaluate(tenfold, options).Ips.Interval.Width(), 1e-9);
    }

    [Fact]
    public void An_invalid_log_is_refused()
    {
        Assert.Throws<ArgumentException>(() => OffPolicyEvaluator.Evaluate([], new()));
        Assert.Throws<ArgumentException>(() => OffPolicyEvaluator.Evaluate([new(0, 1, 0, 1, [1], [1])], new()));
        Assert.Throws<ArgumentException>(
            () => OffPolicyEvaluator.Evaluate([new(0, double.NaN, 1, 1, [1], [1])], new()));
        Assert.Throws<ArgumentException>(() => OffPolicyEvaluator.Evaluate([new(0, 1, 1, 1, [1], [1, 2])], new()));
    }

    private static LoggedDecision[] Log(int seed, int count, bool full)
    {
        Random chance = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int context = chance.Next(2);
            int item = Draw(chance);
            double[] expected = new double[full ? 8 : 1];
            for (int other = 0; other < 4; other++)
            {
                expected[full ? (context * 4) + other : 0] += Evaluated[context][other];
            }

            double[] features = new double[full ? 8 : 1];
            features[full ? (context * 4) + item : 0] = 1;
            return new LoggedDecision(
                i,
                chance.NextDouble() < Rates[context][item] ? 1 : 0,
                Logging[item],
                Evaluated[context][item],
                features,
                expected);
        })];
    }

    private static int Draw(Random chance)
    {
        double at = chance.NextDouble();
        int item = 0;
        while (item < 3 && at >= Logging[item])
        {
            at -= Logging[item++];
        }

        return item;
    }
}
