using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Experiments;

/// <summary>An experiment as it is stored. Fields are only ever added. Immutable.</summary>
/// <remarks>
/// The definition is stored as text: a definition that a later version registered does not make the others unreadable.
/// </remarks>
public sealed record StoredExperiment
{
    /// <inheritdoc cref="ExperimentView.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ExperimentView.Number"/>
    public required int Number { get; init; }

    /// <inheritdoc cref="ExperimentView.Status"/>
    public required ExperimentStatus Status { get; init; }

    /// <summary>Its definition as <see cref="ExperimentJson"/> writes it.</summary>
    public required string Definition { get; init; }

    /// <inheritdoc cref="ExperimentView.StartedAt"/>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.StoppedAt"/>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.Changes"/>
    public ImmutableArray<ExperimentChange> Changes { get; init; } = [];

    /// <summary>The definition, with the status of the experiment.</summary>
    /// <exception cref="InvalidDataException">A later version registered it, and this one cannot read it.</exception>
    public ExperimentDefinition ReadDefinition() => ToView().ReadDefinition();

    /// <summary>The same experiment with a definition, whose status becomes the experiment's.</summary>
    public StoredExperiment With(ExperimentDefinition definition) =>
        this with { Status = definition.Status, Definition = ExperimentJson.Write(definition) };

    /// <summary>The experiment as other processes see it.</summary>
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
