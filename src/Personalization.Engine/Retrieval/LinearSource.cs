using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// What the user's items together speak for, by weights learnt for all pairs of items at once (see <c>LinearTrainer</c>): two items
/// that say the same do not count twice, and a weight may be negative.
/// </summary>
internal sealed class LinearSource(Adjacency weights, SeedWeights seeds) : ICandidateSource
{
    /// <inheritdoc/>
    public string Name => "linear";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenTogether;

    /// <summary>For every item of a user, what it adds to which other items.</summary>
    public Adjacency Weights => weights;

    /// <summary>How the user's items are weighed.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        NeighbourSum.Of(work, weights, seeds);
        return work.Items.Best(gate, into);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        NeighbourSum.Of(work, weights, seeds);
        work.Items.Read(items, into);
    }
}
