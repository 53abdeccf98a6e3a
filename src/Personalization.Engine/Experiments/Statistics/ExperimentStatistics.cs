using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// What is known of an experiment: the statistics of its arms. Small, immutable, plain data; the same users give the same bits, whatever the
/// order and the tree they were added up in.
/// </summary>
public sealed record ExperimentStatistics
{
    /// <summary>An experiment nobody was exposed to.</summary>
    public static readonly ExperimentStatistics Empty = new();

    /// <summary>The statistics by arm name.</summary>
    public ImmutableSortedDictionary<string, ArmStatistics> Arms
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, ArmStatistics>(StringComparer.Ordinal);

    /// <summary>The statistics of one arm alone.</summary>
    public static ExperimentStatistics Of(string arm, ArmStatistics statistics) => new() { Arms = Empty.Arms.Add(arm, statistics) };

    /// <summary>The statistics of an arm; empty when nobody was exposed to it.</summary>
    public ArmStatistics Arm(string name) => Arms.GetValueOrDefault(name, ArmStatistics.Empty);

    /// <summary>Both taken together.</summary>
    public static ExperimentStatistics operator +(ExperimentStatistics left, ExperimentStatistics right) =>
        new() { Arms = ExactMaps.Combine(left.Arms, right.Arms, (a, b) => a + b, ArmStatistics.Empty) };

    /// <summary>With everything of the other side taken back.</summary>
    public static ExperimentStatistics operator -(ExperimentStatistics left, ExperimentStatistics right) =>
        new() { Arms = ExactMaps.Combine(left.Arms, right.Arms, (a, b) => a - b, ArmStatistics.Empty) };

    /// <inheritdoc/>
    public bool Equals(ExperimentStatistics? other) => other is not null && Arms.SequenceEqual(other.Arms);

    /// <inheritdoc/>
    public override int GetHashCode() => Arms.Aggregate(0, (hash, arm) => HashCode.Combine(hash, arm.Key, arm.Value.Units));
}
