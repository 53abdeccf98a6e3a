using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Engine.Training.Sources;

/// <summary>Trains all the sources on one log.</summary>
internal static class SourceTrainer
{
    /// <summary>Trains the sources one after the other.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">How.</param>
    /// <param name="parameters">The sources' parameters.</param>
    /// <param name="progress">Told the step and how far it is all told, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="warm">Factor vectors to go on from, as <see cref="FactorTrainer"/> takes them.</param>
    /// <param name="steps">Keeps what takes long; null to keep nothing.</param>
    /// <param name="purpose">What it is trained for: begins the steps' names.</param>
    public static ModelParts Train(
        TrainingLog log, TrainingOptions options, SourceParameters parameters, Action<string, double> progress, CancellationToken cancellationToken, float[]? warm = null,
        TrainingSteps? steps = null, string purpose = "")
    {
        steps ??= TrainingSteps.None;
        progress("sessions", 0);
        SessionSource sessions = SessionTrainer.Train(log, options, parameters.Sessions);
        cancellationToken.ThrowIfCancellationRequested();
        CoVisitationSource coVisitation = CoVisitationTrainer.Train(log, options, parameters.CoVisitation, cancellationToken);
        CoVisitationSource transitions = CoVisitationTrainer.Train(log, options, parameters.Transitions, cancellationToken, CoVisitationSource.Transitions);
        PopularSource popular = PopularityTrainer.Train(log, options.PopularHalfLifeDays);
        progress("linear", 0.1);
        Adjacency weights = steps.Lists($"{purpose}-linear", log.ItemCount, () => LinearTrainer.Train(
            ChosenItems.Of(log), log.ItemCount, parameters.Ridge, options.LinearMegabytes, options.Threads, cancellationToken));
        LinearSource linear = new(weights, parameters.LinearSeeds);
        progress("factors", 0.4);
        FactorParameters about = FactorsOf(options, parameters);
        FactorSource factors = steps.Factors($"{purpose}-factors", about, () => FactorTrainer.Train(
            log, WithEpochs(options, parameters), about, share => progress("factors", 0.4 + (0.6 * share)), cancellationToken, warm));
        return new(sessions, factors, coVisitation, popular, options.SessionGapMs, linear, transitions, new RepeatSource(parameters.Repeats ?? SourceParameters.FirstRepeats));
    }

    /// <summary>The factor model's parameters.</summary>
    public static FactorParameters FactorsOf(TrainingOptions options, SourceParameters parameters) =>
        new(parameters.FactorLength ?? options.Factors, parameters.UnobservedWeight, parameters.Regularisation, parameters.ConfidencePower, parameters.FactorSessionDecay);

    /// <summary>The options with the number of epochs that was chosen.</summary>
    public static TrainingOptions WithEpochs(TrainingOptions options, SourceParameters parameters) => options with { Epochs = parameters.FactorEpochs ?? options.Epochs };
}
