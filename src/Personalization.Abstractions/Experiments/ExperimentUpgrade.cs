using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// Experiments from, and for, processes of this version and of 0.1, which exchanges definitions and results as JSON.
/// </summary>
/// <remarks>Kept for a rolling upgrade from 0.1.</remarks>
public static class ExperimentUpgrade
{
    /// <summary>The definition of a registered experiment.</summary>
    /// <exception cref="InvalidDataException">A later version registered it, and this one cannot read it.</exception>
    public static ExperimentDefinition ReadDefinition(this ExperimentView experiment) =>
        experiment.Definition
        ?? ReadJson(experiment, out ValidationError? error)
        ?? throw new InvalidDataException(
            $"The experiment {experiment.Name} is not readable: {error!.Path}: {error.Message}");

    /// <summary>
    /// The definition of a registered experiment; null when a later version registered it and this one cannot read it.
    /// </summary>
    public static ExperimentDefinition? FindDefinition(this ExperimentView experiment) =>
        experiment.Definition ?? ReadJson(experiment, out _);

    /// <summary>The results of a report.</summary>
    public static ExperimentResults ReadResults(this ExperimentReport report) =>
        report.Results ?? ExperimentJson.ReadResults(report.ResultsJson);

    /// <summary>Registers an experiment as a draft, on an owner of either version.</summary>
    /// <param name="experiments">The owner of the experiments.</param>
    /// <param name="definition">Its definition; any status in it is ignored.</param>
    /// <param name="note">Whose decision it is.</param>
    /// <exception cref="InvalidOperationException">There is, or was, an experiment of the name.</exception>
    public static async ValueTask<ExperimentAnswer> RegisterOnEitherAsync(
        this IExperimentsGrain experiments, ExperimentDefinition definition, ChangeNote note) =>
        (await experiments.GetAsync()).IsTyped
            ? await experiments.RegisterAsync(definition, note)
            : await experiments.CreateAsync(ExperimentJson.Write(definition), note);

    private static ExperimentDefinition? ReadJson(ExperimentView experiment, out ValidationError? error) =>
        ExperimentJson.ReadDefinition(experiment.DefinitionJson, out error) is { } definition
            ? definition with { Status = experiment.Status }
            : null;
}
