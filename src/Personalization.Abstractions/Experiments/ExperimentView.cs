using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>An experiment as it is registered. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentView")]
public sealed record ExperimentView
{
    /// <summary>Its name, unique for ever.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Counts the experiments from 1; stands for the name in recommendation ids.</summary>
    [Id(1)]
    public required int Number { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(2)]
    public required ExperimentStatus Status { get; init; }

    /// <summary>Its definition as JSON, whose status is <see cref="Status"/>. The engine's <c>ExperimentJson</c> reads and writes it.</summary>
    [Id(3)]
    public required string Definition { get; init; }

    /// <summary>When it was last set running, UTC; null while it never was.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was stopped, UTC: nothing that came in later counts. Null while it is not.</summary>
    [Id(5)]
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Every change, oldest first.</summary>
    [Id(6)]
    public ImmutableArray<ExperimentChange> Changes { get; init; } = [];
}
