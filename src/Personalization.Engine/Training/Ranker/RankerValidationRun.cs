using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>The inputs of the ranker's training.</summary>
/// <param name="Log">All events.</param>
/// <param name="HoldOut">The split of the log.</param>
/// <param name="Parts">The sources, trained on the events before the hold-out.</param>
/// <param name="Blends">The blends for lists of unseen items.</param>
/// <param name="Returning">The blends for lists that may repeat seen items.</param>
/// <param name="TrainSources">Trains the same sources on another log.</param>
internal sealed record RankerValidationRun(
    TrainingLog Log,
    HoldOut HoldOut,
    ModelParts Parts,
    MomentBlends Blends,
    MomentBlends Returning,
    Func<TrainingLog, ModelParts> TrainSources)
{
    /// <summary>The ids of the items that the sources know and the log does not contain; empty for none.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The blend weights for candidates that the caller supplies.</summary>
    public required BlendWeights CandidateWeights { get; init; }

    /// <summary>The version as it would serve.</summary>
    /// <param name="fresh">The ranker of lists of unseen items; null for the blend.</param>
    /// <param name="returning">The ranker of lists that may repeat seen items; null for the blend.</param>
    /// <param name="ranksCandidates">True if <paramref name="fresh"/> also ranks candidates that the caller
    /// supplies.</param>
    public ModelSnapshot Snapshot(LearnedRanker? fresh, LearnedRanker? returning, bool ranksCandidates = true) => new(
        "validation",
        new ItemIndex(Log.Items).With(Others),
        Parts,
        Blends,
        Returning,
        fresh,
        returning,
        CandidateWeights,
        ranksCandidates);
}
