using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The interim results of one metric of an experiment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.MetricHistory")]
public sealed record MetricHistory
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Experiment { get; init; }

    /// <summary>The metric's name.</summary>
    [Id(1)]
    public required string Metric { get; init; }

    /// <summary>How the metric is computed.</summary>
    [Id(2)]
    public required MetricKind Kind { get; init; }

    /// <summary>
    /// The difference of each arm to the control, by hours since the experiment's start; an arm each, without the
    /// control.
    /// </summary>
    [Id(3)]
    public required ImmutableArray<IntervalSeries> Arms { get; init; }
}
