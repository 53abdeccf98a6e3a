using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>A trained ranker that is not yet bound to sources and a blend. Immutable.</summary>
/// <param name="Trees">The trees.</param>
/// <param name="Items">The statistics of the items in the training log.</param>
internal sealed record TrainedRanker(TreeEnsemble Trees, ItemStatistics Items)
{
    /// <summary>Binds the ranker to sources and a blend.</summary>
    /// <exception cref="InvalidDataException">The trees and the sources have different numbers of features.</exception>
    public LearnedRanker Over(ModelParts parts, BlendWeights weights) =>
        new(Trees, Items, new(parts.Sources, Items, weights.ToArray()));
}
