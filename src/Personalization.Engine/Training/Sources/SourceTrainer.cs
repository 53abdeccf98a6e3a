using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Engine.Training.Sources;

/// <summary>Trains all sources on one log.</summary>
internal static class SourceTrainer
{
    /// <summary>Trains the sources one after the other.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">The training options.</param>
    /// <param name="parameters">The parameters of the sources.</param>
    /// <param name="progress">Receives the step, and the completed share of all steps, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="warm">Starting factor vectors, see <see cref="FactorTrainer.Train"/>; null for none.</param>
    /// <param name="steps">Stores the results of long steps; null to store nothing.</param>
    /// <param name="purpose">The prefix of the step names.</param>
    public static ModelParts Train(
        TrainingLog log,
        TrainingOptions options,
        SourceParameters parameters,
        Action<string, double> progress,
        CancellationToken cancellationToken,
        float[]? warm = null,
        TrainingSteps? steps = null, string purpose = "")
    {
        steps ??= TrainingSteps.None;
        progress("sessions", 0);
        SessionSource sessions = SessionTrainer.Train(log, options, parameters.Sessions);
        cancellationToken.ThrowIfCancellationRequested();
        CoVisitationSource coVisitation = CoVisitationTrainer.Train(
            log, options, parameters.CoVisitation, cancellationToken);
        CoVisitationSource transitions = CoVisitationTrainer.Train(
            log, options, parameters.Transitions, cancellationToken, CoVisitationSource.Transitions);
        PopularSource popular = PopularityTrainer.Train(log, options);
        progress("linear", 0.1);
        Adjacency weights = steps.Lists($"{purpose}-linear", log.ItemCount, () => LinearTrainer.Train(
            ChosenItems.Of(log),
            log.ItemCount,
            new LinearPenalty(parameters.Ridge, parameters.LinearDropout ?? 0),
            options.LinearMegabytes,
            options.Threads,
            cancellationToken));
        LinearSource linear = new(weights, parameters.LinearSeeds);
        progress("factors", 0.4);
        FactorParameters about = FactorsOf(options, parameters);
        FactorSource factors = steps.Factors($"{purpose}-factors", about, () => FactorTrainer.Train(
            log,
            WithEpochs(options, parameters),
            about,
            share => progress("factors", 0.4 + (0.6 * share)),
            cancellationToken,
            warm));
        return new(
            sessions,
            factors,
            coVisitation,
            popular,
            options.SessionGapMs,
            linear,
            transitions,
            new RepeatSource(parameters.Repeats ?? SourceParameters.FirstRepeats))
        {
            Together = BasketTrainer.Train(log, options),
        };
    }

    /// <summary>Gets the parameters of the factor model.</summary>
    public static FactorParameters FactorsOf(TrainingOptions options, SourceParameters parameters) =>
        new(
            parameters.FactorLength ?? options.Factors,
            parameters.UnobservedWeight,
            parameters.Regularisation,
            parameters.ConfidencePower,
            parameters.FactorSessionDecay);

    /// <summary>Gets the options with the chosen number of epochs.</summary>
    public static TrainingOptions WithEpochs(TrainingOptions options, SourceParameters parameters) =>
        options with { Epochs = parameters.FactorEpochs ?? options.Epochs };
}
