using System.Globalization;
using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality;

/// <summary>How figures are written.</summary>
internal static class MetricText
{
    /// <summary>The name of a figure at a list length.</summary>
    public static string Name(Metric metric, int length) => metric switch
    {
        Metric.HitRate => "HR",
        Metric.Ndcg => "NDCG",
        Metric.ReciprocalRank => "MRR",
        Metric.Recall => "R",
        Metric.Precision => "P",
        Metric.AveragePrecision => "MAP",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    } + string.Create(CultureInfo.InvariantCulture, $"@{length}");

    /// <summary>A figure to four places.</summary>
    public static string Value(double value) => value.ToString(".0000", CultureInfo.InvariantCulture);
}
