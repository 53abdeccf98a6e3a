using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>An experiment in the responses of <c>/v1/experiments</c>.</summary>
internal sealed record ExperimentResponse
{
    /// <inheritdoc cref="ExperimentView.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ExperimentView.Status"/>
    public required ExperimentStatus Status { get; init; }

    /// <summary>
    /// The definition; missing when a newer version registered the experiment and this version cannot read it.
    /// </summary>
    public ExperimentDefinition? Definition { get; init; }

    /// <inheritdoc cref="ExperimentView.StartedAt"/>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.StoppedAt"/>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <inheritdoc cref="ExperimentView.Changes"/>
    public required IReadOnlyList<ExperimentChange> Changes { get; init; }

    /// <summary>Converts an experiment.</summary>
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

/// <summary>The response to <c>GET /v1/experiments</c>.</summary>
/// <param name="Experiments">All experiments, newest first.</param>
internal sealed record ExperimentList(IReadOnlyList<ExperimentResponse> Experiments);
