using System.Collections.Immutable;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.DataQuality;

namespace Personalization.Engine.Retraining;

/// <summary>
/// How far the choices of now have moved from those after a training: the population stability index over popularity buckets, for each of the last few windows of equally
/// many events, and of these the median, so that one bot or one campaign that fills a window or two moves nothing. Under no drift the index times the harmonic size of both
/// samples is about chi-square (Yurdakul and Naranjo, "Statistical properties of the population stability index", Journal of Risk Model Validation 2020): less than its
/// 99.9th percentile is never drift.
/// </summary>
public static class Drift
{
    /// <summary>How many events a window has.</summary>
    public const int WindowEvents = 1_000;

    /// <summary>Of so many of the last windows the median is taken.</summary>
    public const int Windows = 5;

    /// <summary>With fewer events in the baseline nothing can be said.</summary>
    public const int LeastBaseline = 300;

    /// <summary>The 99.9th percentile of chi-square with as many degrees of freedom as there are buckets, less one (20).</summary>
    private const double ChiSquare = 45.31;

    /// <summary>A bucket counts at least for this share on either side: the logarithm of a share near nothing says more about chance than about drift.</summary>
    private const double LeastShare = 0.01;

    /// <summary>The index of one window against the baseline, 0 (the same) upwards.</summary>
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

    /// <summary>The median of the last windows' indices, and above what it is drift; null while there are too few windows or the baseline is too small.</summary>
    /// <param name="baseline">How choices fell after the training.</param>
    /// <param name="indices">The indices of the last windows.</param>
    /// <param name="threshold">The least index that is called drift.</param>
    public static (double Median, double Limit)? Of(DriftBaseline? baseline, ImmutableArray<double> indices, double threshold)
    {
        if (indices.Length < Windows || baseline is null || baseline.Counts.Sum() is var size && size < LeastBaseline)
        {
            return null;
        }

        return (Robust.Median(indices), Math.Max(threshold, ChiSquare * ((1.0 / baseline.Counts.Sum()) + (1.0 / WindowEvents))));
    }
}
