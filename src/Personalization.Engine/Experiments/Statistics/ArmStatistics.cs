using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>The statistics of one arm of an experiment. Immutable plain data with value equality.</summary>
/// <remarks>
/// One user's part has <see cref="Units"/> 1 and one entry per metric. Parts can be added in any order and grouping.
/// When a late outcome changes a user's part, the old part is subtracted.
/// </remarks>
public sealed record ArmStatistics
{
    /// <summary>The statistics of an arm without users.</summary>
    public static readonly ArmStatistics Empty = new();

    /// <summary>The number of users exposed to the arm.</summary>
    public long Units { get; init; }

    /// <summary>
    /// The moments of each mean, proportion and ratio metric, by name. A user without an outcome is included with
    /// outcome 0.
    /// </summary>
    public ImmutableSortedDictionary<string, Moments> Metrics
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, Moments>(StringComparer.Ordinal);

    /// <summary>
    /// The histogram of each quantile metric, by name; one value per user, because the interval requires independent
    /// values.
    /// </summary>
    public ImmutableSortedDictionary<string, QuantileCounts> Quantiles
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, QuantileCounts>(StringComparer.Ordinal);

    /// <summary>Adds two statistics.</summary>
    public static ArmStatistics operator +(ArmStatistics left, ArmStatistics right) => new()
    {
        Units = checked(left.Units + right.Units),
        Metrics = ExactMaps.Combine(left.Metrics, right.Metrics, (a, b) => a + b),
        Quantiles = ExactMaps.Combine(left.Quantiles, right.Quantiles, (a, b) => a + b, QuantileCounts.Empty),
    };

    /// <summary>Subtracts statistics that were added before.</summary>
    public static ArmStatistics operator -(ArmStatistics left, ArmStatistics right) => new()
    {
        Units = checked(left.Units - right.Units),
        Metrics = ExactMaps.Combine(left.Metrics, right.Metrics, (a, b) => a - b),
        Quantiles = ExactMaps.Combine(left.Quantiles, right.Quantiles, (a, b) => a - b, QuantileCounts.Empty),
    };

    /// <inheritdoc/>
    public bool Equals(ArmStatistics? other) =>
        other is not null
        && Units == other.Units
        && Metrics.SequenceEqual(other.Metrics)
        && Quantiles.SequenceEqual(other.Quantiles);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Units, Metrics.Count, Quantiles.Count);
}
