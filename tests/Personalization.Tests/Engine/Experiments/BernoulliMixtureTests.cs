using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

/// <summary>Exact methods are tested exactly: by adding up the probability of every way the outcomes can come.</summary>
public sealed class BernoulliMixtureTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(123456.5)]
    public void The_gamma_function_obeys_its_recurrence(double x)
    {
        Assert.Equal(Math.Log(x), Gamma.Log(x + 1) - Gamma.Log(x), 1e-9);
        Assert.Equal(x == 0.5 ? 0.5 * Math.Log(Math.PI) : x == 7 ? Math.Log(720) : Gamma.Log(x), Gamma.Log(x), 1e-12);
    }

    [Fact]
    public void The_evidence_is_the_mixture_computed_by_hand()
    {
        // beta(1, 1) around one half is even: the chance of this sequence is 2! 1! / 4!
        Assert.Equal(Math.Log(2.0 / 24 * 8), BernoulliMixture.LogEvidence(2, 3, 0.5, 2), 1e-12);
    }

    [Trait("Category", "Simulation")]
    [Theory]
    [InlineData(0.5, 0.05)]
    [InlineData(0.1, 0.05)]
    [InlineData(0.01, 0.2)]
    [InlineData(0.002, 0.5)]
    public void The_probability_of_ever_leaving_the_true_rate_out_in_1500_looks_is_at_most_the_level(double rate, double level)
    {
        const int Looks = 1500;
        double concentration = BernoulliMixture.Concentration(500, level);
        double[] mass = new double[Looks + 2];
        mass[0] = 1;
        double wrong = 0;
        for (int count = 1; count <= Looks; count++)
        {
            for (int yes = count; yes >= 0; yes--)
            {
                mass[yes] = (mass[yes] * (1 - rate)) + (yes > 0 ? mass[yes - 1] * rate : 0);
                if (mass[yes] > 0 && BernoulliMixture.LogEvidence(yes, count, rate, concentration) >= -Math.Log(level))
                {
                    wrong += mass[yes];
                    mass[yes] = 0;
                }
            }
        }

        Assert.InRange(wrong, level / 50, level);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 40)]
    [InlineData(20, 40)]
    [InlineData(40, 40)]
    [InlineData(190, 1000)]
    [InlineData(3, 100_000)]
    public void The_interval_is_exactly_the_rates_that_stand(long yes, long count)
    {
        const double Level = 0.05;
        Interval interval = ProportionSequence.Of(yes, count, Level, 2000);
        double concentration = BernoulliMixture.Concentration(2000, Level);
        for (int i = 1; i < 10_000; i++)
        {
            double rate = Math.Pow(i / 10_000.0, 3);
            bool stands = BernoulliMixture.LogEvidence(yes, count, rate, concentration) < -Math.Log(Level);
            Assert.True(stands == interval.Covers(rate), $"{rate} for {interval}");
        }

        Assert.True(interval.Covers((double)yes / count));
    }

    [Fact]
    public void Nothing_seen_says_nothing_and_nonsense_is_refused()
    {
        Assert.Equal(new Interval(0, 1), ProportionSequence.Of(0, 0, 0.05, 100));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ProportionSequence.Of(2, 1, 0.05, 100));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ProportionSequence.Of(-1, 1, 0.05, 100));
    }

    [Fact]
    public void The_split_of_two_arms_is_tested_like_a_proportion_and_of_three_as_their_mixture()
    {
        double concentration = BernoulliMixture.Concentration(1000, 0.05);
        Assert.Equal(
            BernoulliMixture.LogEvidence(60, 100, 0.25, concentration), SampleRatioTest.LogEvidence([60, 40], [0.25, 0.75], 1000, 0.05), 1e-9);
        Assert.Equal(
            SampleRatioTest.LogEvidence([60, 40], [0.5, 0.5], 1000, 0.05), SampleRatioTest.LogEvidence([40, 60], [0.5, 0.5], 1000, 0.05), 1e-9);
        Assert.True(SampleRatioTest.LogEvidence([3400, 3300, 3300], [1 / 3.0, 1 / 3.0, 1 / 3.0], 10_000, 0.001) < 0);
        Assert.True(SampleRatioTest.LogEvidence([3900, 3050, 3050], [1 / 3.0, 1 / 3.0, 1 / 3.0], 10_000, 0.001) > Math.Log(1000));
        _ = Assert.Throws<ArgumentException>(() => SampleRatioTest.LogEvidence([1, 2], [1], 10, 0.05));
    }

    [Fact]
    public void The_quantiles_ranks_are_those_the_count_may_have_and_repeated_values_do_not_narrow_it()
    {
        QuantileCounts spread = Enumerable.Range(1, 2000).Aggregate(QuantileCounts.Empty, (sum, i) => sum + QuantileCounts.Of(i));
        Interval interval = QuantileSequence.Of(spread, 0.9, 0.05, 2000)!.Value;
        double concentration = BernoulliMixture.Concentration(2000, 0.05);
        int[] standing = [.. Enumerable.Range(0, 2001).Where(below => BernoulliMixture.LogEvidence(below, 2000, 0.9, concentration) < -Math.Log(0.05))];
        Assert.InRange(interval.Low, standing[0] * (63 / 64.0), standing[0]);
        Assert.InRange(interval.High, standing[^1] + 1, (standing[^1] + 1) * (65 / 64.0) + 1);
        Assert.Equal(1800, QuantileSequence.Estimate(spread, 0.9)!.Value, 30.0);

        QuantileCounts same = new() { Bins = QuantileCounts.Of(5).Bins.SetItem(QuantileCounts.BinOf(5), 2000) };
        Assert.True(QuantileSequence.Of(same, 0.9, 0.05, 2000)!.Value.Covers(5));
        Assert.Null(QuantileSequence.Of(QuantileCounts.Empty, 0.9, 0.05, 2000));
        Assert.Null(QuantileSequence.Of(QuantileCounts.Of(5), 0.9, 0.05, 2000));
    }
}
