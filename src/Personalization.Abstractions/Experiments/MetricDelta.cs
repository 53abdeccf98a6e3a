using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The change that a log entry makes to the statistics of an experiment. Immutable.</summary>
/// <remarks>The statistics are the sum of the changes over the log.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.Tally")]
public sealed record MetricDelta
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Experiment { get; init; }

    /// <summary>The user's arm.</summary>
    [Id(1)]
    public required string Arm { get; init; }

    /// <summary>
    /// 1 when the user enters the arm, -1 when the user leaves the arm by a merge into another user, otherwise 0.
    /// </summary>
    [Id(2)]
    public int Units { get; init; }

    /// <summary>The changes by metric.</summary>
    [Id(3)]
    public ImmutableArray<MetricChange> Changes { get; init; } = [];
}

/// <summary>The change of one metric's value of one user. Immutable.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Was">The value before; null when the user was not counted.</param>
/// <param name="Is">The new value; null when the user is no longer counted.</param>
[GenerateSerializer, Immutable, Alias("Personalization.MetricChange")]
public sealed record MetricChange(
    [property: Id(0)] string Metric, [property: Id(1)] MetricValue? Was, [property: Id(2)] MetricValue? Is);

/// <summary>The value of a metric for one user. Immutable.</summary>
/// <param name="Outcome">The user's outcome.</param>
/// <param name="Base">1; for a ratio, the user's denominator.</param>
/// <param name="Past">
/// The same outcome before the user entered the experiment, which the experiment cannot have changed.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.MetricValue")]
public readonly record struct MetricValue(
    [property: Id(0)] double Outcome, [property: Id(1)] double Base, [property: Id(2)] double Past);
