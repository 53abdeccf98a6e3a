namespace Personalization.Engine.Rollouts;

/// <summary>How alike two lists are.</summary>
public static class ListSimilarity
{
    /// <summary>Each further rank weighs this part of the one before: of the weight, about 86 % lies on the first ten.</summary>
    private const double Persistence = 0.9;

    /// <summary>The share of the first items that both lists have, 0 to 1; 1 of two empty lists.</summary>
    /// <param name="one">A list without repeats.</param>
    /// <param name="other">Another.</param>
    /// <param name="depth">How many of the first items, from 1.</param>
    public static double Overlap(IReadOnlyList<string> one, IReadOnlyList<string> other, int depth)
    {
        int length = Math.Min(depth, Math.Max(one.Count, other.Count));
        return length == 0 ? 1 : (double)one.Take(depth).Intersect(other.Take(depth), StringComparer.Ordinal).Count() / length;
    }

    /// <summary>
    /// Rank-biased overlap, extrapolated from what is seen, 0 (nothing in common) to 1 (the same): agreement at the top counts most (Webber, Moffat and Zobel, "A
    /// similarity measure for indefinite rankings", ACM TOIS 2010, equation 32).
    /// </summary>
    /// <param name="one">A list without repeats.</param>
    /// <param name="other">Another, perhaps of another length.</param>
    public static double RankBiased(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        (IReadOnlyList<string> small, IReadOnlyList<string> large) = one.Count <= other.Count ? (one, other) : (other, one);
        if (small.Count == 0)
        {
            return large.Count == 0 ? 1 : 0;
        }

        HashSet<string> met = new(StringComparer.Ordinal);
        int common = 0;
        int commonAtSmall = 0;
        double sum = 0;
        double weight = 1;
        for (int depth = 1; depth <= large.Count; depth++)
        {
            common += met.Add(large[depth - 1]) ? 0 : 1;
            common += depth <= small.Count && !met.Add(small[depth - 1]) ? 1 : 0;
            commonAtSmall = depth <= small.Count ? common : commonAtSmall;
            weight *= Persistence;
            double beyond = depth <= small.Count ? 0 : (double)commonAtSmall * (depth - small.Count) / small.Count;
            sum += weight * (common + beyond) / depth;
        }

        double last = ((double)(common - commonAtSmall) / large.Count) + ((double)commonAtSmall / small.Count);
        return ((1 - Persistence) / Persistence * sum) + (last * weight);
    }
}
