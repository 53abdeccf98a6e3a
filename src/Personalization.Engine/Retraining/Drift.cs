using System.Collections.Immutable;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.DataQuality;

namespace Personalization.Engine.Retraining;

/// <summary>Measures the drift of choices since a training.</summary>
/// <remarks>
/// <para>The measure is the population stability index over popularity buckets. It is computed for the last windows of
/// equally many events. The median of the windows counts, so that one bot or campaign that fills a window or two has no
/// effect.</para>
/// <para>Without drift, the index times the harmonic size of both samples is about chi-square (Yurdakul and Naranjo,
/// "Statistical properties of the population stability index", Journal of Risk Model Validation 2020). An index below
/// the 99.9th percentile of that distribution is never drift.</para>
/// </remarks>
public static class Drift
{
    /// <summary>The number of events in a window.</summary>
    public const int WindowEvents = 1_000;

    /// <summary>The number of windows for the median.</summary>
    public const int Windows = 5;

    /// <summary>The fewest events of a baseline.</summary>
    public const int LeastBaseline = 300;

    /// <summary>
    /// The 99.9th percentile of chi-square with 20 degrees of freedom: the number of buckets less one.
    /// </summary>
    private const double ChiSquare = 45.31;

    /// <summary>
    /// The smallest share of a bucket. The logarithm of a share near 0 depends on chance more than on drift.
    /// </summary>
    private const double LeastShare = 0.01;

    /// <summary>Computes the index of one window against the baseline: 0 for equal shares, or above.</summary>
    public static double Index(ImmutableArray<long> baseline, ImmutableArray<long> window)
    {
        double from = Math.Max(1, baseline.Sum());
        double to = Math.Max(1, window.Sum());
        double index = 0;
        for (int i = 0; i < baseline.Length; i++)
        {
            double expected = Math.Max(LeastShare, baseline[i] / from);
            double seen = Math.Max(LeastShare, window[i] / to);
            index += (seen - expected) * Math.Log(seen / expected);
        }

        return index;
    }

    /// <summary>
    /// Gets the median index of the last windows and the limit above which it is drift; null while there are too few
    /// windows or the baseline is too small.
    /// </summary>
    /// <param name="baseline">The choices after the training, by popularity bucket.</param>
    /// <param name="indices">The indices of the last windows.</param>
    /// <param name="threshold">The lowest limit.</param>
    public static (double Median, double Limit)? Of(
        DriftBaseline? baseline, ImmutableArray<double> indices, double threshold)
    {
        if (indices.Length < Windows || baseline is null || baseline.Counts.Sum() is var size && size < LeastBaseline)
        {
            return null;
        }

        return (
            Robust.Median(indices),
            Math.Max(threshold, ChiSquare * ((1.0 / baseline.Counts.Sum()) + (1.0 / WindowEvents))));
    }
}
