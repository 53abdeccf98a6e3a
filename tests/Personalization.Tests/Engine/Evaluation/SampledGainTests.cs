using Personalization.Engine.Evaluation;

namespace Personalization.Tests.Engine.Evaluation;

public sealed class SampledGainTests
{
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1000, 7)]
    [InlineData(1000, 60)]
    [InlineData(1000, 150)]
    [InlineData(300, 40)]
    [InlineData(120, 9)]
    public void It_equals_the_mean_gain_of_sampled_negatives(int size, int above)
    {
        const int rounds = 20_000;
        Random random = new(size + above);
        int[] set = [.. Enumerable.Range(0, size)];
        double sum = 0;
        double squares = 0;
        for (int round = 0; round < rounds; round++)
        {
            random.Shuffle(set);
            int before = set.Take(SampledGain.Others).Count(other => other < above);
            double gain = before < SampledGain.Length ? 1 / Math.Log2(before + 2) : 0;
            sum += gain;
            squares += gain * gain;
        }

        double mean = sum / rounds;
        double error = Math.Sqrt(((squares / rounds) - (mean * mean)) / rounds);
        Assert.Equal(mean, new SampledGain(size).Of(above, 0), (5 * error) + 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(99)]
    public void For_a_set_no_larger_than_the_sample_it_is_the_plain_gain(int size)
    {
        SampledGain gain = new(size);
        Assert.All(
            Enumerable.Range(0, size + 1),
            above => Assert.Equal(above < 10 ? 1 / Math.Log2(above + 2) : 0, gain.Of(above, 0), 1e-9));
    }

    [Fact]
    public void For_a_large_set_it_is_close_to_independent_draws()
    {
        // the binomial of 99 draws, each above with 3 in a hundred
        double expected = 0;
        double probability = Math.Pow(0.97, 99);
        for (int before = 0; before < 10; before++)
        {
            expected += probability / Math.Log2(before + 2);
            probability *= (99.0 - before) / (before + 1) * 0.03 / 0.97;
        }

        Assert.Equal(expected, new SampledGain(50_000).Of(1500, 0), 1e-3);
    }

    [Fact]
    public void Every_order_of_ties_is_equally_likely()
    {
        SampledGain gain = new(500);
        Assert.Equal(Enumerable.Range(20, 6).Average(above => gain.Of(above, 0)), gain.Of(20, 5), 1e-12);
        Assert.Equal(Enumerable.Range(0, 501).Average(above => gain.Of(above, 0)), gain.Of(0, 500), 1e-12);
    }

    [Fact]
    public void The_measure_counts_higher_and_equal_scores()
    {
        SampledMeasure measure = new([6, 3]);
        SampledGain gain = new(5);
        Assert.Equal(gain.Of(2, 0), measure.Of([0.5f, 0.7f, 0.1f, 0, 0.9f, 0.2f], 0), 1e-12);
        Assert.Equal(gain.Of(1, 2), measure.Of([0.5f, 0.7f, 0.1f, 0.5f, 0.5f, 0.2f], 0), 1e-12);
        Assert.Equal(gain.Of(1, 3), measure.Of([0, 0, 0, 0, 0.9f, -1], 0), 1e-12);
        Assert.Equal(new SampledGain(2).Of(0, 0), measure.Of([0.1f, 0.3f, 0.2f], 1), 1e-12);
    }
}
