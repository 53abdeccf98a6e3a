using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>An experiment as <c>/v1/experiments</c> shows it.</summary>
internal sealed record ExperimentResponse
{
    /// <inheritdoc cref="ExperimentView.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ExperimentView.Status"/>
    public required ExperimentStatus Status { get; init; }

    /// <summary>The whole definition; missing when a later version registered it and this one cannot read it.</summary>
    public ExperimentDefinition? Definition { get; init; }

    /// <inheritdoc cref="ExperimentView.StartedAt"/>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.StoppedAt"/>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.Changes"/>
    public required IReadOnlyList<ExperimentChange> Changes { get; init; }

    /// <summary>Shows an experiment.</summary>
    public static ExperimentResponse Of(ExperimentView experiment) => new()
    {
        Name = experiment.Name,
        Status = experiment.Status,
        Definition = experiment.FindDefinition(),
        StartedAt = experiment.StartedAt,
        StoppedAt = experiment.StoppedAt,
        Changes = experiment.Changes,
    };
}
