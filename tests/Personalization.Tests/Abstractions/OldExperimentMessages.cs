using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;

namespace Personalization.Tests.Abstractions;

/// <summary><see cref="ExperimentCatalog"/> in version 0.1.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Tests.OldExperimentCatalog")]
public sealed record OldExperimentCatalog(
    [property: Id(0)] ImmutableArray<OldExperimentView> Experiments,
    [property: Id(1)] long Revision);

/// <summary><see cref="ExperimentView"/> in version 0.1.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Tests.OldExperimentView")]
public sealed record OldExperimentView
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public required int Number { get; init; }

    [Id(2)]
    public required ExperimentStatus Status { get; init; }

    [Id(3)]
    public required string Definition { get; init; }

    [Id(4)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(5)]
    public DateTimeOffset? StoppedAt { get; init; }

    [Id(6)]
    public ImmutableArray<ExperimentChange> Changes { get; init; } = [];
}

/// <summary><see cref="ExperimentReport"/> in version 0.1.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Tests.OldExperimentReport")]
public sealed record OldExperimentReport
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public required ExperimentStatus Status { get; init; }

    [Id(2)]
    public required DateTimeOffset AsOf { get; init; }

    [Id(3)]
    public required ImmutableArray<ArmUnits> Arms { get; init; }

    [Id(4)]
    public required bool IsMismatch { get; init; }

    [Id(5)]
    public required ImmutableArray<GuardrailBreach> Breaches { get; init; }

    [Id(6)]
    public required string Results { get; init; }
}
