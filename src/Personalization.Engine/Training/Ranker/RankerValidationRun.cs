using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>What the ranker's training starts from.</summary>
/// <param name="Log">All events.</param>
/// <param name="HoldOut">How the log is split.</param>
/// <param name="Parts">The sources trained on what is before the hold-out.</param>
/// <param name="Weights">The blend's weights for lists of items the user has not met.</param>
/// <param name="Returning">Its weights for lists on which what the user has met may come back.</param>
/// <param name="TrainSources">Trains the same sources on another log.</param>
internal sealed record RankerValidationRun(
    TrainingLog Log, HoldOut HoldOut, ModelParts Parts, BlendWeights Weights, BlendWeights Returning, Func<TrainingLog, ModelParts> TrainSources)
{
    /// <summary>The ids of the items the parts know besides those of the log; empty for none.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The blend's weights for candidates that are given.</summary>
    public required BlendWeights Given { get; init; }

    /// <summary>The version as it would serve.</summary>
    public ModelSnapshot Snapshot(LearnedRanker? fresh, LearnedRanker? returning, bool ranksGiven = true) =>
        new("rehearsal", new ItemIndex(Log.Items).With(Others), Parts, Weights, Returning, fresh, returning, Given, ranksGiven);
}
