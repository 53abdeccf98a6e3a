using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>Adds deltas to an experiment's statistics in place. Not safe for concurrent use.</summary>
/// <remarks>The result is bit-identical to adding the users' statistics one by one.</remarks>
public sealed class MetricDeltaSum
{
    private readonly Dictionary<string, MetricKind> _kinds;
    private readonly Dictionary<string, ArmSum> _arms = new(StringComparer.Ordinal);
    private ExperimentStatistics? _statistics;

    /// <summary>Creates a sum that starts from existing statistics.</summary>
    /// <param name="metrics">The experiment's metrics; changes of other metrics are ignored.</param>
    /// <param name="before">The statistics so far.</param>
    public MetricDeltaSum(IEnumerable<MetricDefinition> metrics, ExperimentStatistics before)
    {
        _kinds = metrics.ToDictionary(metric => metric.Name, metric => metric.Kind, StringComparer.Ordinal);
        foreach ((string name, ArmStatistics arm) in before.Arms)
        {
            _arms.Add(name, new ArmSum(arm));
        }
    }

    /// <summary>Gets the present statistics.</summary>
    /// <remarks>Entries whose sum is zero are left out, as in <see cref="ExactMaps"/>.</remarks>
    public ExperimentStatistics Statistics => _statistics ??= new()
    {
        Arms = _arms.Select(arm => (Name: arm.Key, Statistics: arm.Value.ToStatistics()))
            .Where(arm => arm.Statistics != ArmStatistics.Empty)
            .ToImmutableSortedDictionary(arm => arm.Name, arm => arm.Statistics, StringComparer.Ordinal),
    };

    /// <summary>Adds a delta.</summary>
    public void Add(MetricDelta delta)
    {
        _statistics = null;
        if (!_arms.TryGetValue(delta.Arm, out ArmSum? arm))
        {
            _arms.Add(delta.Arm, arm = new ArmSum(ArmStatistics.Empty));
        }

        arm.Units += delta.Units;
        foreach (MetricChange change in delta.Changes)
        {
            if (!_kinds.TryGetValue(change.Metric, out MetricKind kind))
            {
                continue;
            }

            if (kind == MetricKind.Quantile)
            {
                QuantileCounts counts = arm.Quantiles.GetValueOrDefault(change.Metric, QuantileCounts.Empty);
                arm.Quantiles[change.Metric] =
                    counts + UserPart.CountsOf(change.Is) - UserPart.CountsOf(change.Was);
            }
            else
            {
                Moments moments = arm.Metrics.GetValueOrDefault(change.Metric);
                arm.Metrics[change.Metric] =
                    moments + UserPart.MomentsOf(change.Is) - UserPart.MomentsOf(change.Was);
            }
        }
    }

    private sealed class ArmSum(ArmStatistics before)
    {
        public long Units { get; set; } = before.Units;

        public Dictionary<string, Moments> Metrics { get; } = new(before.Metrics, StringComparer.Ordinal);

        public Dictionary<string, QuantileCounts> Quantiles { get; } = new(before.Quantiles, StringComparer.Ordinal);

        public ArmStatistics ToStatistics() => new()
        {
            Units = Units,
            Metrics = Metrics.Where(metric => metric.Value != default)
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Quantiles = Quantiles.Where(metric => metric.Value != QuantileCounts.Empty)
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }
}
