using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Everything an experiment keeps of one arm. One user's part is made with <see cref="Units"/> 1 and one entry a metric; parts are added in any
/// order and grouping, and a user's old part is taken back when a late outcome changes it. Immutable plain data: equal contents are equal.
/// </summary>
public sealed record ArmStatistics
{
    /// <summary>An arm nobody was exposed to.</summary>
    public static readonly ArmStatistics Empty = new();

    /// <summary>How many users were exposed to the arm.</summary>
    public long Units { get; init; }

    /// <summary>The moments of each mean, proportion and ratio, by metric name. A user without an outcome is in here with outcome 0.</summary>
    public ImmutableSortedDictionary<string, Moments> Metrics
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, Moments>(StringComparer.Ordinal);

    /// <summary>The histogram of each quantile metric, by metric name: one value a user, since its interval takes values to be independent.</summary>
    public ImmutableSortedDictionary<string, QuantileCounts> Quantiles
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, QuantileCounts>(StringComparer.Ordinal);

    /// <summary>Both taken together.</summary>
    public static ArmStatistics operator +(ArmStatistics left, ArmStatistics right) => new()
    {
        Units = checked(left.Units + right.Units),
        Metrics = ExactMaps.Combine(left.Metrics, right.Metrics, (a, b) => a + b),
        Quantiles = ExactMaps.Combine(left.Quantiles, right.Quantiles, (a, b) => a + b, QuantileCounts.Empty),
    };

    /// <summary>With everything of the other side taken back.</summary>
    public static ArmStatistics operator -(ArmStatistics left, ArmStatistics right) => new()
    {
        Units = checked(left.Units - right.Units),
        Metrics = ExactMaps.Combine(left.Metrics, right.Metrics, (a, b) => a - b),
        Quantiles = ExactMaps.Combine(left.Quantiles, right.Quantiles, (a, b) => a - b, QuantileCounts.Empty),
    };

    /// <inheritdoc/>
    public bool Equals(ArmStatistics? other) =>
        other is not null && Units == other.Units && Metrics.SequenceEqual(other.Metrics) && Quantiles.SequenceEqual(other.Quantiles);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Units, Metrics.Count, Quantiles.Count);
}
