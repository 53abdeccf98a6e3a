using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

/// <summary>Tests exact methods exactly, by summing the probabilities of all outcomes.</summary>
public sealed class BernoulliMixtureTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(123456.5)]
    public void The_gamma_function_satisfies_its_recurrence(double x)
    {
        Assert.Equal(Math.Log(x), Gamma.Log(x + 1) - Gamma.Log(x), 1e-9);
        Assert.Equal(x == 0.5 ? 0.5 * Math.Log(Math.PI) : x == 7 ? Math.Log(720) : Gamma.Log(x), Gamma.Log(x), 1e-12);
    }

    [Fact]
    public void The_evidence_equals_a_hand_computed_mixture()
    {
        // beta(1, 1) around one half is uniform: the probability of this sequence is 2! 1! / 4!
        Assert.Equal(Math.Log(2.0 / 24 * 8), BernoulliMixture.LogEvidence(2, 3, 0.5, 2), 1e-12);
    }

    [Trait("Category", "Simulation")]
    [Theory]
    [InlineData(0.5, 0.05)]
    [InlineData(0.1, 0.05)]
    [InlineData(0.01, 0.2)]
    [InlineData(0.002, 0.5)]
    public void The_error_rate_over_1500_interim_analyses_is_at_most_the_level(double rate, double level)
    {
        const int Analyses = 1500;
        double concentration = BernoulliMixture.Concentration(500, level);
        double[] mass = new double[Analyses + 2];
        mass[0] = 1;
        double errorRate = 0;
        for (int count = 1; count <= Analyses; count++)
        {
            for (int yes = count; yes >= 0; yes--)
            {
                mass[yes] = (mass[yes] * (1 - rate)) + (yes > 0 ? mass[yes - 1] * rate : 0);
                if (mass[yes] > 0 && BernoulliMixture.LogEvidence(yes, count, rate, concentration) >= -Math.Log(level))
                {
                    errorRate += mass[yes];
                    mass[yes] = 0;
                }
            }
        }

        Assert.InRange(errorRate, level / 50, level);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 40)]
    [InlineData(20, 40)]
    [InlineData(40, 40)]
    [InlineData(190, 1000)]
    [InlineData(3, 100_000)]
    public void The_interval_contains_exactly_the_accepted_rates(long yes, long count)
    {
        const double Level = 0.05;
        Interval interval = ProportionSequence.Of(yes, count, Level, 2000);
        double concentration = BernoulliMixture.Concentration(2000, Level);
        for (int i = 1; i < 10_000; i++)
        {
            double rate = Math.Pow(i / 10_000.0, 3);
            bool accepted = BernoulliMixture.LogEvidence(yes, count, rate, concentration) < -Math.Log(Level);
            Assert.True(accepted == interval.Covers(rate), $"{rate} for {interval}");
        }

        Assert.True(interval.Covers((double)yes / count));
    }

    [Fact]
    public void Without_units_the_interval_is_0_to_1_and_invalid_counts_throw()
    {
        Assert.Equal(new Interval(0, 1), ProportionSequence.Of(0, 0, 0.05, 100));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ProportionSequence.Of(2, 1, 0.05, 100));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => ProportionSequence.Of(-1, 1, 0.05, 100));
    }

    [Fact]
    public void The_sample_ratio_test_agrees_with_the_proportion_test_and_finds_a_mismatch()
    {
        double concentration = BernoulliMixture.Concentration(1000, 0.05);
        Assert.Equal(
            BernoulliMixture.LogEvidence(60, 100, 0.25, concentration),
            SampleRatioTest.LogEvidence([60, 40], [0.25, 0.75], 1000, 0.05),
            1e-9);
        Assert.Equal(
            SampleRatioTest.LogEvidence([60, 40], [0.5, 0.5], 1000, 0.05),
            SampleRatioTest.LogEvidence([40, 60], [0.5, 0.5], 1000, 0.05),
            1e-9);
        Assert.True(SampleRatioTest.LogEvidence([3400, 3300, 3300], [1 / 3.0, 1 / 3.0, 1 / 3.0], 10_000, 0.001) < 0);
        Assert.True(SampleRatioTest.LogEvidence(
            [3900, 3050, 3050], [1 / 3.0, 1 / 3.0, 1 / 3.0], 10_000, 0.001) > Math.Log(1000));
        _ = Assert.Throws<ArgumentException>(() => SampleRatioTest.LogEvidence([1, 2], [1], 10, 0.05));
    }

    [Fact]
    public void The_quantile_interval_contains_exactly_the_accepted_ranks()
    {
        QuantileCounts spread = Enumerable.Range(
            1, 2000).Aggregate(QuantileCounts.Empty, (sum, i) => sum + QuantileCounts.Of(i));
        Interval interval = QuantileSequence.Of(spread, 0.9, 0.05, 2000)!.Value;
        double concentration = BernoulliMixture.Concentration(2000, 0.05);
        int[] acceptedRanks = [.. Enumerable.Range(
            0, 2001).Where(below => BernoulliMixture.LogEvidence(below, 2000, 0.9, concentration) < -Math.Log(0.05))];
        Assert.InRange(interval.Low, acceptedRanks[0] * (63 / 64.0), acceptedRanks[0]);
        Assert.InRange(interval.High, acceptedRanks[^1] + 1, (acceptedRanks[^1] + 1) * (65 / 64.0) + 1);
        Assert.Equal(1800, QuantileSequence.Estimate(spread, 0.9)!.Value, 30.0);

        QuantileCounts same = new() { Bins = QuantileCounts.Of(5).Bins.SetItem(QuantileCounts.BinOf(5), 2000) };
        Assert.True(QuantileSequence.Of(same, 0.9, 0.05, 2000)!.Value.Covers(5));
        Assert.Null(QuantileSequence.Of(QuantileCounts.Empty, 0.9, 0.05, 2000));
        Assert.Null(QuantileSequence.Of(QuantileCounts.Of(5), 0.9, 0.05, 2000));
    }
}
