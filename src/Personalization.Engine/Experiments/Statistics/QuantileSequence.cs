using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The confidence sequence of a quantile (Howard and Ramdas, "Sequential estimation of quantiles with applications to A/B testing and best-arm
/// identification", Bernoulli 2022, with the beta-binomial mixture as the bound): how many values lie below the true quantile is a count of
/// yes-or-no outcomes with a known rate, so the ranks that count may have bound the quantile. Exact at any size and for any
/// distribution; the histogram's bins can only widen it.
/// </summary>
public static class QuantileSequence
{
    /// <summary>The interval at this look, or null while the data do not bound the quantile on both sides.</summary>
    /// <param name="counts">The values.</param>
    /// <param name="quantile">Which quantile, above 0 and below 1.</param>
    /// <param name="level">The probability that the interval ever misses, over all looks.</param>
    /// <param name="plannedCount">At how many values the interval is to be narrowest; it is valid at any.</param>
    public static Interval? Of(QuantileCounts counts, double quantile, double level, long plannedCount)
    {
        long count = counts.Count();
        double concentration = BernoulliMixture.Concentration(plannedCount, level);
        double bound = -Math.Log(level);
        bool Stands(long below) => BernoulliMixture.LogEvidence(below, count, quantile, concentration) < bound;
        long middle = (long)(quantile * count);
        if (count == 0 || Stands(0) || Stands(count) || !Stands(middle))
        {
            return null;
        }

        long least = Edge(0, middle, Stands);
        long most = Edge(count, middle, Stands);
        return counts.BinOfRank(least) is { } low && counts.BinOfRank(most + 1) is { } high
            ? new(QuantileCounts.LowerEdge(low), QuantileCounts.LowerEdge(high + 1))
            : null;
    }

    /// <summary>The value of the quantile in the data: the middle of the bin that holds it; null when there are no values.</summary>
    public static double? Estimate(QuantileCounts counts, double quantile) =>
        counts.BinOfRank(Math.Max(1, (long)Math.Ceiling(quantile * counts.Count()))) is { } bin
            ? (QuantileCounts.LowerEdge(bin) + QuantileCounts.LowerEdge(bin + 1)) / 2
            : null;

    private static long Edge(long fallen, long standing, Func<long, bool> stands)
    {
        while (Math.Abs(fallen - standing) > 1)
        {
            long between = (fallen + standing) / 2;
            if (stands(between))
            {
                standing = between;
            }
            else
            {
                fallen = between;
            }
        }

        return standing;
    }
}
