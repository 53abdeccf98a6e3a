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

    /// <summary>Its definition as JSON, whose status is <see cref="Status"/>.</summary>
    /// <remarks>
    /// Kept for a rolling upgrade from 0.1, which knows no other form. <see cref="ExperimentJson"/> reads and writes
    /// it.
    /// </remarks>
    [Id(3)]
    public required string DefinitionJson { get; init; }

    /// <summary>When it was last set running, UTC; null while it never was.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was stopped, UTC: nothing that came in later counts. Null while it is not.</summary>
    [Id(5)]
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Every change, oldest first.</summary>
    [Id(6)]
    public ImmutableArray<ExperimentChange> Changes { get; init; } = [];

    /// <summary>Its definition, whose status is <see cref="Status"/>.</summary>
    /// <remarks>
    /// Null from a silo of version 0.1, and for a definition that a later version registered and this one cannot read.
    /// <see cref="ExperimentUpgrade.ReadDefinition"/> covers both.
    /// </remarks>
    [Id(7)]
    public ExperimentDefinition? Definition { get; init; }
}
