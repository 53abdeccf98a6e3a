using System.Globalization;
using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality;

/// <summary>Formats metrics.</summary>
internal static class MetricText
{
    /// <summary>Gets the name of a metric at a list length.</summary>
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

    /// <summary>Formats a value with four decimals.</summary>
    public static string Value(double value) => value.ToString(".0000", CultureInfo.InvariantCulture);
}
