using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>Items that users chose close to the user's own items: sums the neighbour lists of the newest ones. What the user turned away from counts against its neighbours.</summary>
internal sealed class CoVisitationSource(Adjacency neighbours, SeedWeights seeds, string name = CoVisitationSource.ItemToItem) : ICandidateSource
{
    /// <summary>The name of the source that pairs items in both directions.</summary>
    public const string ItemToItem = "itemToItem";

    /// <summary>The name of the source that looks at what came after an item only.</summary>
    public const string Transitions = "transitions";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenTogether;

    /// <summary>Every item's neighbours, nearest first.</summary>
    public Adjacency Neighbours => neighbours;

    /// <summary>How the user's items are weighed.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        Sum(work);
        return work.Items.Best(gate, into);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        Sum(work);
        work.Items.Read(items, into);
    }

    private void Sum(Workspace work) => NeighbourSum.Of(work, neighbours, seeds);
}
