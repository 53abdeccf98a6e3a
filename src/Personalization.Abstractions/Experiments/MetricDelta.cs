using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>What a log entry changes in the statistics of an experiment: added up over the log, these are the statistics. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Tally")]
public sealed record MetricDelta
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Experiment { get; init; }

    /// <summary>The arm the user is in.</summary>
    [Id(1)]
    public required string Arm { get; init; }

    /// <summary>1 when the user enters the arm, -1 when the user leaves it (merged into another), else 0.</summary>
    [Id(2)]
    public int Units { get; init; }

    /// <summary>The metrics that changed.</summary>
    [Id(3)]
    public ImmutableArray<MetricChange> Changes { get; init; } = [];
}
