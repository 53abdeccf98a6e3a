using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Experiments;

/// <summary>A stored experiment. Fields are only ever added. Immutable.</summary>
/// <remarks>
/// The definition is stored as text, so that a definition from a later version does not make the other experiments
/// unreadable.
/// </remarks>
public sealed record StoredExperiment
{
    /// <inheritdoc cref="ExperimentView.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ExperimentView.Number"/>
    public required int Number { get; init; }

    /// <inheritdoc cref="ExperimentView.Status"/>
    public required ExperimentStatus Status { get; init; }

    /// <summary>The definition as <see cref="ExperimentJson"/> writes it.</summary>
    public required string Definition { get; init; }

    /// <inheritdoc cref="ExperimentView.StartedAt"/>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.StoppedAt"/>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.Changes"/>
    public ImmutableArray<ExperimentChange> Changes { get; init; } = [];

    /// <summary>Reads the definition, with the status of the experiment.</summary>
    /// <exception cref="InvalidDataException">
    /// A later version registered the experiment, and this version cannot read the definition.
    /// </exception>
    public ExperimentDefinition ReadDefinition() => ToView().ReadDefinition();

    /// <summary>Gets the experiment with another definition, whose status becomes the experiment's.</summary>
    public StoredExperiment With(ExperimentDefinition definition) =>
        this with { Status = definition.Status, Definition = ExperimentJson.Write(definition) };

    /// <summary>Gets the experiment as other processes see it.</summary>
    public ExperimentView ToView() => new()
    {
        Name = Name,
        Number = Number,
        Status = Status,
        DefinitionJson = Definition,
        StartedAt = StartedAt,
        StoppedAt = StoppedAt,
        Changes = Changes,
        Definition = ExperimentJson.ReadDefinition(Definition, out ValidationError? _) is { } read
            ? read with { Status = Status }
            : null,
    };
}
