using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

public sealed class ArrivalScheduleTests
{
    private const int Arrivals = 100_000;
    private const double PerSecond = 250;

    [Fact]
    public void Gaps_are_exponential_with_the_requested_rate()
    {
        double[] moments = Moments(1);
        double[] gaps = [.. moments.Zip(moments.Prepend(0), (moment, before) => moment - before)];

        Assert.All(gaps, gap => Assert.True(gap >= 0));
        Assert.InRange(gaps.Average() * PerSecond, .98, 1.02);
        Assert.InRange(
            gaps.Count(gap => gap > 1 / PerSecond) / (double)Arrivals, Math.Exp(-1) - .01, Math.Exp(-1) + .01);
        Assert.InRange(
            gaps.Count(gap => gap > 3 / PerSecond) / (double)Arrivals, Math.Exp(-3) - .005, Math.Exp(-3) + .005);
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        Assert.Equal(Moments(1), Moments(1));
        Assert.NotEqual(Moments(1), Moments(2));
    }

    private static double[] Moments(int seed)
    {
        ArrivalSchedule schedule = new(PerSecond, seed);
        return [.. Enumerable.Range(0, Arrivals).Select(_ =>
        {
            schedule.Advance();
            return schedule.Next;
        })];
    }
}
