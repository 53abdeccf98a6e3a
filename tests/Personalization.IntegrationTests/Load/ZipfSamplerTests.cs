using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

public sealed class ZipfSamplerTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 1.0)]
    [InlineData(50, 0.0)]
    [InlineData(50, 0.8)]
    [InlineData(50, 1.0)]
    [InlineData(50, 1.5)]
    [InlineData(50, 3.0)]
    public void Rank_frequencies_follow_the_law(int count, double exponent)
    {
        long[] drawn = Draw(count, exponent);
        double[] expected = Expected(count, exponent);

        // five standard deviations of a binomial: a correct sampler fails once in two million ranks, and the seed is
        // fixed
        Assert.All(Enumerable.Range(0, count), rank =>
            Assert.InRange(
                drawn[rank], expected[rank] - Margin(expected[rank]), expected[rank] + Margin(expected[rank])));
    }

    [Fact]
    public void A_hundred_million_ranks_need_no_table_and_the_first_have_their_probability()
    {
        const int count = 100_000_000;
        ZipfSampler sampler = new(count, 1);
        Random random = new(7);
        long first = Enumerable.Range(0, Draws).Count(_ => sampler.Next(random) == 1);

        double expected = Draws / (Math.Log(count) + 0.5772156649);
        Assert.InRange(first, expected - Margin(expected), expected + Margin(expected));
    }

    [Fact]
    public void Equal_seeds_draw_equal_ranks()
    {
        ZipfSampler sampler = new(1_000, .8);
        Random one = new(3), other = new(3), third = new(4);
        long[] ranks = [.. Enumerable.Range(0, 100).Select(_ => sampler.Next(one))];

        Assert.Equal(ranks, Enumerable.Range(0, 100).Select(_ => sampler.Next(other)));
        Assert.NotEqual(ranks, Enumerable.Range(0, 100).Select(_ => sampler.Next(third)));
    }

    private static long[] Draw(int count, double exponent)
    {
        ZipfSampler sampler = new(count, exponent);
        Random random = new(11);
        long[] drawn = new long[count];
        for (int i = 0; i < Draws; i++)
        {
            drawn[sampler.Next(random) - 1]++;
        }

        return drawn;
    }

    private static double[] Expected(int count, double exponent)
    {
        double[] weights = [.. Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -exponent))];
        return [.. weights.Select(weight => Draws * weight / weights.Sum())];
    }

    private static double Margin(double expected) =>
        1 + (5 * Math.Sqrt(expected * Math.Max(0, 1 - (expected / Draws))));
}
