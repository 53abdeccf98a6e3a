using Personalization.Engine.Candidates;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training;

/// <summary>Trains all the sources on one log.</summary>
internal static class SourceTrainer
{
    /// <summary>Trains the sources one after the other.</summary>
    public static ModelParts Train(TrainingLog log, TrainingOptions options, SourceParameters parameters, Action<string, double> progress, CancellationToken cancellationToken)
    {
        progress("sessions", 0);
        SessionSource sessions = SessionTrainer.Train(log, options, parameters.Sessions with { Neighbours = options.SessionNeighbours });
        cancellationToken.ThrowIfCancellationRequested();
        CoVisitationSource coVisitation = CoVisitationTrainer.Train(log, options, parameters.CoVisitation, cancellationToken);
        PopularSource popular = PopularityTrainer.Train(log, options.PopularHalfLifeDays);
        progress("factors", 0.1);
        FactorParameters factor = new(options.Factors, (float)options.UnobservedWeight, (float)options.Regularisation, parameters.ConfidencePower, parameters.FactorSessionDecay);
        FactorSource factors = FactorTrainer.Train(log, options, factor, share => progress("factors", 0.1 + (0.9 * share)), cancellationToken);
        return new(sessions, factors, coVisitation, popular, options.SessionGapMs);
    }
}
