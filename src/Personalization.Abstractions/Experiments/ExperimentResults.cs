using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The results of an experiment at one time. Immutable.</summary>
/// <remarks>
/// Valid at every time: frequent interim results cost nothing, and stopping because of one is allowed.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentResults")]
public sealed record ExperimentResults
{
    /// <summary>The arms, the control first.</summary>
    [Id(0)]
    public required ImmutableArray<ArmResult> Arms { get; init; }

    /// <summary>Whether the split is as planned.</summary>
    [Id(1)]
    public required SampleRatioResult SampleRatio { get; init; }

    /// <summary>Every metric of every arm but the control, in order of the metrics.</summary>
    [Id(2)]
    public required ImmutableArray<MetricResult> Metrics { get; init; }

    /// <summary>The guardrails that are breached: reason enough to roll back.</summary>
    public IEnumerable<MetricResult> Breaches() => Metrics.Where(metric => metric.Verdict == Verdict.Breached);

    /// <summary>The result of a metric of an arm.</summary>
    /// <exception cref="InvalidOperationException">There is none of these names.</exception>
    public MetricResult Of(string metric, string arm) => Metrics.Single(result => result.Metric == metric && result.Arm == arm);
}
