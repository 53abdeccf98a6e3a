using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes items that users chose close in time to the user's items: the weighted sum of the neighbor lists of the
/// user's newest items. An item with a negative weight counts against its neighbors.
/// </summary>
internal sealed class CoVisitationSource(
    Adjacency neighbours, SeedWeights seeds, string name = CoVisitationSource.ItemToItem) : ICandidateSource
{
    /// <summary>The name of the source that counts pairs in both directions.</summary>
    public const string ItemToItem = "itemToItem";

    /// <summary>The name of the source that counts mostly what users chose after an item.</summary>
    public const string Transitions = "transitions";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenTogether;

    /// <summary>The neighbors of every item, nearest first.</summary>
    public Adjacency Neighbours => neighbours;

    /// <summary>The weighting of the user's items.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        Sum(work);
        return work.Items.Best(filter, into, order);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        Sum(work);
        work.Items.Read(items, into);
    }

    private void Sum(Workspace work) => NeighbourSum.Of(work, neighbours, seeds);
}
