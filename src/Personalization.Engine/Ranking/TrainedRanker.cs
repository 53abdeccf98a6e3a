using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>What training learnt for ranking, before it stands over the sources and a blend of a version. Immutable.</summary>
/// <param name="Trees">The trees.</param>
/// <param name="Items">What the version's log says of its items.</param>
internal sealed record TrainedRanker(TreeEnsemble Trees, ItemStatistics Items)
{
    /// <summary>The ranker over a blend.</summary>
    /// <exception cref="InvalidDataException">The trees were learnt on other features than the sources make.</exception>
    public LearnedRanker Over(ModelParts parts, BlendWeights weights) => new(Trees, Items, new(parts.Sources, Items, weights.ToArray()));
}
