namespace Personalization.Abstractions.Experiments;

/// <summary>How a metric is computed from its users' outcomes.</summary>
[GenerateSerializer, Alias("Personalization.MetricKind")]
public enum MetricKind
{
    /// <summary>The mean per user (revenue per user).</summary>
    Mean = 0,

    /// <summary>
    /// The share of users who did it at all (conversion): 0 or 1 per user. Has an exact interval besides the asymptotic
    /// one.
    /// </summary>
    Proportion = 1,

    /// <summary>The sum of outcomes over the sum of bases (clicks per impression); users are the units.</summary>
    Ratio = 2,

    /// <summary>A quantile of one value per user (latency p99).</summary>
    Quantile = 3,
}
