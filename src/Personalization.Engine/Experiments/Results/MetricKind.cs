namespace Personalization.Engine.Experiments.Results;

/// <summary>What a metric is of its users' outcomes.</summary>
public enum MetricKind
{
    /// <summary>The mean a user (revenue a user).</summary>
    Mean,

    /// <summary>The share of users who did it at all (conversion): 0 or 1 a user. Has an exact interval besides the asymptotic one.</summary>
    Proportion,

    /// <summary>The sum of outcomes over the sum of bases (clicks an impression), its users being the units.</summary>
    Ratio,

    /// <summary>A quantile of one value a user (latency p99).</summary>
    Quantile,
}
