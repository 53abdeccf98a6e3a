using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

public sealed class MeanSequenceTests
{
    [Fact]
    public void The_interval_is_narrowest_at_the_planned_size()
    {
        NormalMixture mixture = new(10_000, 0.05);
        double best = mixture.Multiplier(10_000, 0.05);
        Assert.Equal(Math.Sqrt(NormalMixture.BestPrecision(0.05) + 1), best, 1e-9);
        Assert.Equal(3.03, best, 0.01);
        Assert.True(new NormalMixture(5_000, 0.05).Multiplier(10_000, 0.05) > best);
        Assert.True(new NormalMixture(20_000, 0.05).Multiplier(10_000, 0.05) > best);
    }

    [Theory]
    [InlineData(100, 0.05)]
    [InlineData(10_000, 0.05)]
    [InlineData(3_000_000, 0.001)]
    public void The_evidence_exceeds_its_bound_outside_the_interval(long count, double level)
    {
        NormalMixture mixture = new(10_000, 0.05);
        double edge = mixture.Multiplier(count, level);
        Assert.True(mixture.LogEvidence(edge * 1.0001, count) > -Math.Log(level));
        Assert.True(mixture.LogEvidence(edge * 0.9999, count) < -Math.Log(level));
    }

    [Fact]
    public void A_mean_has_its_sample_variance()
    {
        double[] values = [1, 4, 4, 7, 9.5];
        ArmEstimate estimate = ArmEstimate.Of(Sum(values.Select(value => Moments.Of(value))))!.Value;
        Assert.Equal(values.Average(), estimate.Value, 1e-9);
        Assert.Equal(values.Sum(value => Math.Pow(value - values.Average(), 2)) / 4, estimate.Variance, 1e-9);
    }

    [Trait("Category", "Simulation")]
    [Fact]
    public void The_variance_of_a_ratio_agrees_with_repeated_samples()
    {
        double[] ratios = [.. Enumerable.Range(0, 2000).Select(run => Ratio(run).Value)];
        double mean = ratios.Average();
        double observed = ratios.Sum(ratio => (ratio - mean) * (ratio - mean)) / (ratios.Length - 1);
        double predicted = Enumerable.Range(0, 200).Average(run => Ratio(run).Variance / 400);
        Assert.InRange(predicted / observed, 0.9, 1.1);

        static ArmEstimate Ratio(int seed)
        {
            Random chance = new(seed);
            return ArmEstimate.Of(Sum(Enumerable.Range(0, 400).Select(_ =>
            {
                double seen = 1 + chance.Next(10);
                return Moments.Of(seen * chance.NextDouble(), seen);
            })))!.Value;
        }
    }

    [Trait("Category", "Simulation")]
    [Fact]
    public void The_covariate_removes_the_variance_it_explains_without_bias()
    {
        Random chance = new(5);
        Moments control = Sum(Enumerable.Range(0, 20_000).Select(_ => Unit(chance, 0)));
        Moments arm = Sum(Enumerable.Range(0, 20_000).Select(_ => Unit(chance, 0.1)));
        Contrast contrast = Contrast.Of(control, arm)!.Value;
        Assert.Equal(0.8, contrast.VarianceReduction, 0.01);
        Assert.Equal(0.1, contrast.Difference(1), 3 * contrast.Error(1));
        Assert.Equal(Math.Sqrt(2 * (1.0 / 12) / 20_000), contrast.Error(1), 0.0002);

        // outcome = 2 x past + noise of equal spread: the past explains 4/5 of the variance.
        static Moments Unit(Random chance, double effect)
        {
            double past = chance.NextDouble();
            return Moments.Of((2 * past) + chance.NextDouble() + effect, 1, past);
        }
    }

    [Fact]
    public void The_relative_interval_covers_the_true_relative_difference()
    {
        Random chance = new(6);
        Moments control = Sum(Enumerable.Range(0, 5000).Select(_ => Moments.Of(1 + chance.NextDouble())));
        Moments arm = Sum(Enumerable.Range(0, 5000).Select(_ => Moments.Of(1.3 * (1 + chance.NextDouble()))));
        NormalMixture mixture = new(10_000, 0.05);
        Interval relative = Contrast.Of(control, arm)!.Value.Relative(mixture, 0.05)!.Value;
        Assert.True(relative.Covers(0.3) && relative.Width() < 0.06, $"{relative}");
        Assert.Null(Contrast.Of(Sum([Moments.Of(-1), Moments.Of(1)]), arm)!.Value.Relative(mixture, 0.05));
    }

    [Fact]
    public void Too_few_data_give_no_interval()
    {
        NormalMixture mixture = new(100, 0.05);
        Assert.Null(MeanSequence.Of(default, mixture, 0.05));
        Assert.Null(MeanSequence.Of(Moments.Of(1), mixture, 0.05));
        Assert.Null(MeanSequence.Of(Moments.Of(1) + Moments.Of(1), mixture, 0.05));
        Assert.Null(
            MeanSequence.Difference(Moments.Of(1, 0) + Moments.Of(1, 0), Moments.Of(1) + Moments.Of(2), mixture, 0.05));
        Assert.Null(MeanSequence.Estimate(default));
        Assert.NotNull(MeanSequence.Of(Moments.Of(1) + Moments.Of(2), mixture, 0.05));
    }

    [Fact]
    public void Rejections_equal_those_computed_by_hand()
    {
        // Of four hypotheses, k are rejected with an evidence of 80 / k.
        Assert.Equal(0, FalseDiscoveries.Count([Math.Log(79), 0, 0, 0], 0.05));
        Assert.Equal(1, FalseDiscoveries.Count([0, Math.Log(81), 0, 0], 0.05));
        Assert.Equal(2, FalseDiscoveries.Count([Math.Log(41), Math.Log(41), 0, double.NegativeInfinity], 0.05));
        Assert.Equal(4, FalseDiscoveries.Count([Math.Log(20.1), Math.Log(20.1), Math.Log(20.1), Math.Log(20.1)], 0.05));
        Assert.Equal(0.05 / 4, FalseDiscoveries.Level(0, 4, 0.05));
        Assert.Equal(0.05, FalseDiscoveries.Level(4, 4, 0.05));
    }

    private static Moments Sum(IEnumerable<Moments> units) =>
        units.Aggregate(default(Moments), (sum, unit) => sum + unit);
}
