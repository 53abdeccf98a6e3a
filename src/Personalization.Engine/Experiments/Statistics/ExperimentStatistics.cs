using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>The statistics of an experiment's arms. Immutable plain data with value equality.</summary>
/// <remarks>The same users give bit-identical statistics in any order and grouping of additions.</remarks>
public sealed record ExperimentStatistics
{
    /// <summary>The statistics of an experiment without users.</summary>
    public static readonly ExperimentStatistics Empty = new();

    /// <summary>The statistics by arm name.</summary>
    public ImmutableSortedDictionary<string, ArmStatistics> Arms
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, ArmStatistics>(StringComparer.Ordinal);

    /// <summary>Creates the statistics of an experiment from one arm.</summary>
    public static ExperimentStatistics Of(string arm, ArmStatistics statistics) =>
        new() { Arms = Empty.Arms.Add(arm, statistics) };

    /// <summary>Gets the statistics of an arm; empty for an arm without users.</summary>
    public ArmStatistics Arm(string name) => Arms.GetValueOrDefault(name, ArmStatistics.Empty);

    /// <summary>Adds two statistics.</summary>
    public static ExperimentStatistics operator +(ExperimentStatistics left, ExperimentStatistics right) =>
        new() { Arms = ExactMaps.Combine(left.Arms, right.Arms, (a, b) => a + b, ArmStatistics.Empty) };

    /// <summary>Subtracts statistics that were added before.</summary>
    public static ExperimentStatistics operator -(ExperimentStatistics left, ExperimentStatistics right) =>
        new() { Arms = ExactMaps.Combine(left.Arms, right.Arms, (a, b) => a - b, ArmStatistics.Empty) };

    /// <inheritdoc/>
    public bool Equals(ExperimentStatistics? other) => other is not null && Arms.SequenceEqual(other.Arms);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Arms.Aggregate(0, (hash, arm) => HashCode.Combine(hash, arm.Key, arm.Value.Units));
}
