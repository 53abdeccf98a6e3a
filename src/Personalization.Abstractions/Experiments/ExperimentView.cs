using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Experiments;

/// <summary>A registered experiment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentView")]
public sealed record ExperimentView
{
    /// <summary>The experiment's name. A name cannot be used again.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The experiment's number, from 1; identifies it in recommendation ids.</summary>
    [Id(1)]
    public required int Number { get; init; }

    /// <summary>The status of the experiment.</summary>
    [Id(2)]
    public required ExperimentStatus Status { get; init; }

    /// <summary>The definition as JSON, with <see cref="Status"/> as its status.</summary>
    /// <remarks>
    /// Needed for a rolling upgrade from 0.1, which exchanges only JSON. <see cref="ExperimentJson"/> reads and writes
    /// it.
    /// </remarks>
    [Id(3)]
    public required string DefinitionJson { get; init; }

    /// <summary>The time the experiment was last started, UTC; null if it was never started.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// The time the experiment was stopped, UTC; events received later do not count. Null while it is not stopped.
    /// </summary>
    [Id(5)]
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>All changes, oldest first.</summary>
    [Id(6)]
    public ImmutableArray<ExperimentChange> Changes { get; init; } = [];

    /// <summary>The definition, with <see cref="Status"/> as its status.</summary>
    /// <remarks>
    /// Null from a silo of version 0.1, and when a later version registered a definition that this one cannot read.
    /// <see cref="ExperimentUpgrade.ReadDefinition"/> handles both.
    /// </remarks>
    [Id(7)]
    public ExperimentDefinition? Definition { get; init; }
}

/// <summary>One entry of an experiment's change history. Immutable.</summary>
/// <param name="At">The time of the change, UTC.</param>
/// <param name="What">
/// The change: <c>created</c>, <c>started</c>, <c>paused</c>, <c>stopped</c>, or <c>ramped to 0.25</c>.
/// </param>
/// <param name="Note">The author of the change and the reason.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentChange")]
public sealed record ExperimentChange(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string What, [property: Id(2)] ChangeNote Note);

/// <summary>The author of a change and the reason. Immutable.</summary>
/// <param name="By">
/// The name of the API key or of the engine's component (<c>rollout</c>) that made the change; at most 256 characters.
/// </param>
/// <param name="Reason">The reason, at most 1,024 characters; null when none was given.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ChangeNote")]
public sealed record ChangeNote([property: Id(0)] string By, [property: Id(1)] string? Reason = null);

/// <summary>The result of a change: the changed experiment, or every error in the change. Immutable.</summary>
/// <param name="Experiment">The experiment; null when nothing was changed.</param>
/// <param name="Errors">All errors; empty when the experiment was changed.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentAnswer")]
public sealed record ExperimentAnswer(
    [property: Id(0)] ExperimentView? Experiment, [property: Id(1)] ImmutableArray<ValidationError> Errors);
