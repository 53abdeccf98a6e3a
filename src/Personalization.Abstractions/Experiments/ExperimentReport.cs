using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The present results of an experiment. Immutable.</summary>
/// <remarks>The results are valid at every interim analysis.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentReport")]
public sealed record ExperimentReport
{
    /// <summary>The experiment's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The status of the experiment.</summary>
    [Id(1)]
    public required ExperimentStatus Status { get; init; }

    /// <summary>The time up to which received events are included, UTC.</summary>
    /// <remarks>The store may show entries late, see the read lag of PostgreSQL and Azure in the settings.</remarks>
    [Id(2)]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The arms, the control first.</summary>
    [Id(3)]
    public required ImmutableArray<ArmUnits> Arms { get; init; }

    /// <summary>
    /// Gets whether a sample ratio mismatch was detected: the arms' shares of users differ from the plan beyond chance.
    /// All results are invalid then.
    /// </summary>
    [Id(4)]
    public required bool IsMismatch { get; init; }

    /// <summary>The breached guardrails. Each justifies a rollback.</summary>
    [Id(5)]
    public required ImmutableArray<GuardrailBreach> Breaches { get; init; }

    /// <summary>The results as JSON.</summary>
    /// <remarks>
    /// Needed for a rolling upgrade from 0.1, which exchanges only JSON. <see cref="ExperimentJson"/> reads it.
    /// </remarks>
    [Id(6)]
    public required string ResultsJson { get; init; }

    /// <summary>
    /// The results: users per arm, the sample ratio test, and each metric of each arm with its interval and verdict.
    /// </summary>
    /// <remarks>Null from a silo of version 0.1; <see cref="ExperimentUpgrade.ReadResults"/> handles that.</remarks>
    [Id(7)]
    public ExperimentResults? Results { get; init; }
}

/// <summary>The number of users in an arm. Immutable.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Units">The number of exposed users.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ArmUnits")]
public sealed record ArmUnits([property: Id(0)] string Arm, [property: Id(1)] long Units);

/// <summary>
/// A guardrail breach: an arm is worse than the control by more than the margin, beyond chance. Immutable.
/// </summary>
/// <param name="Metric">The guardrail metric's name.</param>
/// <param name="Arm">The arm's name.</param>
[GenerateSerializer, Immutable, Alias("Personalization.GuardrailBreach")]
public sealed record GuardrailBreach([property: Id(0)] string Metric, [property: Id(1)] string Arm);
