using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// Reads and registers experiments of processes of this version and of version 0.1, which exchanges JSON.
/// </summary>
/// <remarks>Needed for a rolling upgrade from 0.1.</remarks>
public static class ExperimentUpgrade
{
    /// <summary>Gets the definition of a registered experiment.</summary>
    /// <exception cref="InvalidDataException">
    /// A later version registered the experiment, and this version cannot read the definition.
    /// </exception>
    public static ExperimentDefinition ReadDefinition(this ExperimentView experiment) =>
        experiment.Definition
        ?? ReadJson(experiment, out ValidationError? error)
        ?? throw new InvalidDataException(
            $"Experiment {experiment.Name} cannot be read: {error!.Path}: {error.Message}");

    /// <summary>Gets the definition of a registered experiment; null when this version cannot read it.</summary>
    public static ExperimentDefinition? FindDefinition(this ExperimentView experiment) =>
        experiment.Definition ?? ReadJson(experiment, out _);

    /// <summary>Gets the results of a report.</summary>
    public static ExperimentResults ReadResults(this ExperimentReport report) =>
        report.Results ?? ExperimentJson.ReadResults(report.ResultsJson);

    /// <summary>Registers an experiment as a draft with an owner of this version or of version 0.1.</summary>
    /// <param name="experiments">The grain that owns the experiments.</param>
    /// <param name="definition">The definition; its status is ignored.</param>
    /// <param name="note">The author of the change and the reason.</param>
    /// <exception cref="InvalidOperationException">An experiment of this name exists or existed.</exception>
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
