using Personalization.Abstractions.Lists;

namespace Personalization.Engine.Candidates;

/// <summary>Items that users chose close to the user's own items: sums the neighbour lists of the newest ones. What the user turned away from counts against its neighbours.</summary>
internal sealed class CoVisitationSource(Adjacency neighbours, SeedWeights seeds) : ICandidateSource
{
    /// <inheritdoc/>
    public string Name => "itemToItem";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenTogether;

    /// <summary>Every item's neighbours, nearest first.</summary>
    public Adjacency Neighbours => neighbours;

    /// <summary>How the user's items are weighed.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(Workspace work, ItemGate gate, Span<Candidate> into)
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

    private void Sum(Workspace work)
    {
        work.Items.Clear();
        ReadOnlySpan<Footprint> prints = work.Prints.Span;
        for (int position = 0; position < Math.Min(prints.Length, seeds.Limit); position++)
        {
            int seed = prints[position].Item;
            float strength = seeds.Of(prints[position], position);
            ReadOnlySpan<int> targets = neighbours.Targets(seed);
            ReadOnlySpan<float> weights = neighbours.Weights(seed);
            for (int i = 0; i < targets.Length; i++)
            {
                work.Items.Add(targets[i], strength * weights[i], seed);
            }
        }
    }
}
