using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Results;

/// <summary>What an experiment has shown at one look. Valid at every look: looking often costs nothing, and stopping because of what one sees is allowed.</summary>
public sealed record ExperimentResults
{
    /// <summary>The arms, the control first.</summary>
    public required ImmutableArray<ArmResult> Arms { get; init; }

    /// <summary>Whether the split is as planned.</summary>
    public required SampleRatioResult SampleRatio { get; init; }

    /// <summary>Every metric of every arm but the control, in order of the metrics.</summary>
    public required ImmutableArray<MetricResult> Metrics { get; init; }

    /// <summary>The guardrails that are breached: reason enough to roll back.</summary>
    public IEnumerable<MetricResult> Breaches() => Metrics.Where(metric => metric.Verdict == Verdict.Breached);

    /// <summary>The result of a metric of an arm.</summary>
    /// <exception cref="InvalidOperationException">There is none of these names.</exception>
    public MetricResult Of(string metric, string arm) => Metrics.Single(result => result.Metric == metric && result.Arm == arm);
}
