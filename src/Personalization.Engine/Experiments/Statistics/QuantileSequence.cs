using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The confidence sequence of a quantile (Howard and Ramdas, "Sequential estimation of quantiles with applications to
/// A/B testing and best-arm identification", Bernoulli 2022), with the beta-binomial mixture as its bound.
/// </summary>
/// <remarks>
/// The number of values below the true quantile is a count of binary outcomes with a known rate, so the ranks that this
/// count may have bound the quantile. Exact for any number of values and any distribution; the histogram's bins only
/// widen the interval.
/// </remarks>
public static class QuantileSequence
{
    /// <summary>Gets the interval; null while the data do not bound the quantile on both sides.</summary>
    /// <param name="counts">The histogram of the values.</param>
    /// <param name="quantile">The quantile, above 0 and below 1.</param>
    /// <param name="level">
    /// The probability that the interval ever misses the true value, over all interim analyses.
    /// </param>
    /// <param name="plannedCount">
    /// The number of values at which the interval is narrowest; it is valid at any number.
    /// </param>
    public static Interval? Of(QuantileCounts counts, double quantile, double level, long plannedCount)
    {
        long count = counts.Count();
        double concentration = BernoulliMixture.Concentration(plannedCount, level);
        double bound = -Math.Log(level);
        bool IsAccepted(long below) => BernoulliMixture.LogEvidence(below, count, quantile, concentration) < bound;
        long middle = (long)(quantile * count);
        if (count == 0 || IsAccepted(0) || IsAccepted(count) || !IsAccepted(middle))
        {
            return null;
        }

        long least = Edge(0, middle, IsAccepted);
        long most = Edge(count, middle, IsAccepted);
        return counts.BinOfRank(least) is { } low && counts.BinOfRank(most + 1) is { } high
            ? new(QuantileCounts.LowerEdge(low), QuantileCounts.LowerEdge(high + 1))
            : null;
    }

    /// <summary>Gets the quantile of the data: the middle of its bin; null without values.</summary>
    public static double? Estimate(QuantileCounts counts, double quantile) =>
        counts.BinOfRank(Math.Max(1, (long)Math.Ceiling(quantile * counts.Count()))) is { } bin
            ? (QuantileCounts.LowerEdge(bin) + QuantileCounts.LowerEdge(bin + 1)) / 2
            : null;

    private static long Edge(long rejected, long accepted, Func<long, bool> isAccepted)
    {
        while (Math.Abs(rejected - accepted) > 1)
        {
            long between = (rejected + accepted) / 2;
            if (isAccepted(between))
            {
                accepted = between;
            }
            else
            {
                rejected = between;
            }
        }

        return accepted;
    }
}
