using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>What an experiment has shown so far: valid at every look. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentReport")]
public sealed record ExperimentReport
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)]
    public required ExperimentStatus Status { get; init; }

    /// <summary>What came in up to here is in it, UTC, as far as the store shows it yet (see the read lag of PostgreSQL and Azure in the settings).</summary>
    [Id(2)]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The arms, the control first.</summary>
    [Id(3)]
    public required ImmutableArray<ArmUnits> Arms { get; init; }

    /// <summary>Whether the arms have other shares of the users than planned, beyond chance: then nothing else here can be trusted.</summary>
    [Id(4)]
    public required bool IsMismatch { get; init; }

    /// <summary>The guardrails that are breached: reason enough to roll back.</summary>
    [Id(5)]
    public required ImmutableArray<GuardrailBreach> Breaches { get; init; }

    /// <summary>The results as JSON.</summary>
    /// <remarks>
    /// Kept for a rolling upgrade from 0.1, which knows no other form. <see cref="ExperimentJson"/> reads it.
    /// </remarks>
    [Id(6)]
    public required string ResultsJson { get; init; }

    /// <summary>
    /// The results: users by arm, the test of the split, and every metric of every arm with its interval and verdict.
    /// </summary>
    /// <remarks>Null from a silo of version 0.1; <see cref="ExperimentUpgrade.ReadResults"/> covers that.</remarks>
    [Id(7)]
    public ExperimentResults? Results { get; init; }
}
