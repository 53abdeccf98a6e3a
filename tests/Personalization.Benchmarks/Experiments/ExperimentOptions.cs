using Personalization.Abstractions.Experiments;

namespace Personalization.Benchmarks.Experiments;

/// <summary>The options of the experiment benchmark.</summary>
/// <param name="Data">The .csv file of a published A/B test, or its folder; null to omit it.</param>
/// <param name="MetricTexts">The metric columns; none for those of Cookie Cats.</param>
/// <param name="Low">The lowest published difference of the primary metric; null if unknown.</param>
/// <param name="High">The highest published difference of the primary metric; null if unknown.</param>
/// <param name="Runs">The number of simulated experiments of each kind; 0 omits the simulations.</param>
/// <param name="Looks">The number of interim analyses per experiment.</param>
/// <param name="Seed">The seed of the random numbers.</param>
internal sealed record ExperimentOptions(
    string? Data, string[] MetricTexts, double? Low, double? High, int Runs, int Looks, int Seed)
{
    /// <summary>The metrics of Cookie Cats, an A/B test of a mobile game.</summary>
    public static readonly PublishedMetric[] CookieCatsMetrics =
        [new("retention_7"), new("retention_1"), new("sum_gamerounds", 500)];

    /// <summary>The published result of Cookie Cats: 7-day retention is worse by about 0.8 points.</summary>
    public static readonly Interval CookieCatsTruth = new(-0.009, -0.007);

    /// <summary>Gets the metrics.</summary>
    /// <exception cref="InvalidDataException">A metric is not valid.</exception>
    public PublishedMetric[] Metrics =>
        MetricTexts.Length > 0 ? [.. MetricTexts.Select(PublishedMetric.Parse)] : CookieCatsMetrics;

    /// <summary>Gets the published difference; null if it is unknown.</summary>
    public Interval? Truth =>
        Low is { } low && High is { } high ? new(low, high) : MetricTexts.Length > 0 ? null : CookieCatsTruth;
}
