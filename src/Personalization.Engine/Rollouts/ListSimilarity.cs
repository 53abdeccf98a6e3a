namespace Personalization.Engine.Rollouts;

/// <summary>Measures the similarity of two lists.</summary>
public static class ListSimilarity
{
    /// <summary>
    /// The weight of a rank relative to the rank before. The first ten ranks have about 86 % of the weight.
    /// </summary>
    private const double Persistence = 0.9;

    /// <summary>Computes the share of the first items that both lists have, 0 to 1; 1 for two empty lists.</summary>
    /// <param name="one">A list without repeats.</param>
    /// <param name="other">Another list without repeats.</param>
    /// <param name="depth">The number of first items, from 1.</param>
    public static double Overlap(IReadOnlyList<string> one, IReadOnlyList<string> other, int depth)
    {
        int length = Math.Min(depth, Math.Max(one.Count, other.Count));
        return length == 0
            ? 1
            : (double)one.Take(depth).Intersect(other.Take(depth), StringComparer.Ordinal).Count() / length;
    }

    /// <summary>
    /// Computes the rank-biased overlap, extrapolated from the seen ranks: 0 (nothing in common) to 1 (equal).
    /// </summary>
    /// <param name="one">A list without repeats.</param>
    /// <param name="other">Another list without repeats. It may have another length.</param>
    /// <remarks>
    /// Agreement at the top counts most (Webber, Moffat and Zobel, "A similarity measure for indefinite rankings", ACM
    /// TOIS 2010, equation 32).
    /// </remarks>
    public static double RankBiased(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        (IReadOnlyList<string> small, IReadOnlyList<string> large) = one.Count <= other.Count
            ? (one, other)
            : (other, one);
        if (small.Count == 0)
        {
            return large.Count == 0 ? 1 : 0;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        int common = 0;
        int commonAtSmall = 0;
        double sum = 0;
        double weight = 1;
        for (int depth = 1; depth <= large.Count; depth++)
        {
            common += seen.Add(large[depth - 1]) ? 0 : 1;
            common += depth <= small.Count && !seen.Add(small[depth - 1]) ? 1 : 0;
            commonAtSmall = depth <= small.Count ? common : commonAtSmall;
            weight *= Persistence;
            double beyond = depth <= small.Count ? 0 : (double)commonAtSmall * (depth - small.Count) / small.Count;
            sum += weight * (common + beyond) / depth;
        }

        double last = ((double)(common - commonAtSmall) / large.Count) + ((double)commonAtSmall / small.Count);
        return ((1 - Persistence) / Persistence * sum) + (last * weight);
    }
}
