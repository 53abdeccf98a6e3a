using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Attribution;

/// <summary>Adds tallies up to an experiment's statistics, in place, for many of them: the same bits as adding their parts one by one. Not safe for concurrent use.</summary>
public sealed class MetricDeltaSum
{
    private readonly Dictionary<string, MetricKind> _kinds;
    private readonly Dictionary<string, ArmSum> _arms = new(StringComparer.Ordinal);
    private ExperimentStatistics? _statistics;

    /// <summary>Begins with what was added up before.</summary>
    /// <param name="metrics">The experiment's metrics; changes of others are passed over.</param>
    /// <param name="before">The statistics so far.</param>
    public MetricDeltaSum(IEnumerable<MetricDefinition> metrics, ExperimentStatistics before)
    {
        _kinds = metrics.ToDictionary(metric => metric.Name, metric => metric.Kind, StringComparer.Ordinal);
        foreach ((string name, ArmStatistics arm) in before.Arms)
        {
            _arms.Add(name, new ArmSum(arm));
        }
    }

    /// <summary>The statistics now. What comes to nothing is left out, as it is where statistics are added.</summary>
    public ExperimentStatistics Statistics => _statistics ??= new()
    {
        Arms = _arms.Select(arm => (Name: arm.Key, Statistics: arm.Value.ToStatistics())).Where(arm => arm.Statistics != ArmStatistics.Empty)
            .ToImmutableSortedDictionary(arm => arm.Name, arm => arm.Statistics, StringComparer.Ordinal),
    };

    /// <summary>Adds a tally.</summary>
    public void Add(MetricDelta tally)
    {
        _statistics = null;
        if (!_arms.TryGetValue(tally.Arm, out ArmSum? arm))
        {
            _arms.Add(tally.Arm, arm = new ArmSum(ArmStatistics.Empty));
        }

        arm.Units += tally.Units;
        foreach (MetricChange change in tally.Changes)
        {
            if (!_kinds.TryGetValue(change.Metric, out MetricKind kind))
            {
                continue;
            }

            if (kind == MetricKind.Quantile)
            {
                arm.Quantiles[change.Metric] = arm.Quantiles.GetValueOrDefault(change.Metric, QuantileCounts.Empty) + UserPart.CountsOf(change.Is) - UserPart.CountsOf(change.Was);
            }
            else
            {
                arm.Metrics[change.Metric] = arm.Metrics.GetValueOrDefault(change.Metric) + UserPart.MomentsOf(change.Is) - UserPart.MomentsOf(change.Was);
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
            Metrics = Metrics.Where(metric => metric.Value != default).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Quantiles = Quantiles.Where(metric => metric.Value != QuantileCounts.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }
}
