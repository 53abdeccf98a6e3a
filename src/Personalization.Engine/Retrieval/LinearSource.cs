using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes items by a linear item-to-item model, trained on all pairs of items at once (see <c>LinearTrainer</c>).
/// </summary>
/// <remarks>Two redundant items do not count twice, and a weight may be negative.</remarks>
internal sealed class LinearSource(Adjacency weights, SeedWeights seeds) : ICandidateSource
{
    /// <inheritdoc/>
    public string Name => "linear";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenTogether;

    /// <summary>For each item, the score that it adds to other items.</summary>
    public Adjacency Weights => weights;

    /// <summary>The weighting of the user's items.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        NeighbourSum.Of(work, weights, seeds);
        return work.Items.Best(filter, into, order);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        NeighbourSum.Of(work, weights, seeds);
        work.Items.Read(items, into);
    }
}
