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

    /// <summary>The way the metric is computed.</summary>
    [Id(2)]
    public required MetricKind Kind { get; init; }

    /// <summary>
    /// The difference of each arm from the control, over hours since the experiment's start; without the control.
    /// </summary>
    [Id(3)]
    public required ImmutableArray<IntervalSeries> Arms { get; init; }
}

/// <summary>The interim results of one arm, in order. Immutable.</summary>
/// <param name="Name">The arm's name, or another label of the line.</param>
/// <param name="Points">The interim results, ascending by <see cref="IntervalPoint.At"/>.</param>
[GenerateSerializer, Immutable, Alias("Personalization.IntervalSeries")]
public sealed record IntervalSeries(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<IntervalPoint> Points);

/// <summary>One interim result of a series. Immutable.</summary>
/// <param name="At">The position on the horizontal axis; the series defines the unit.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Interval">The interval of the estimate; null when there is none yet.</param>
[GenerateSerializer, Immutable, Alias("Personalization.IntervalPoint")]
public sealed record IntervalPoint(
    [property: Id(0)] double At,
    [property: Id(1)] double Estimate,
    [property: Id(2)] Interval? Interval);
