using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes items by a linear item-to-item model, trained on all pairs of items at once (see <c>LinearTrainer</c>).
/// </summary>
/// <remarks>Two redundant items do not count twice, and a weight may be negative.</remarks>
internal sealed class LinearSource(Adjacency weights, SeedWeights seeds) : ICandidateSource
{
    private readonly DenseRows? _dense = DenseRows.TryCreate(weights);

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
        if (_dense is null)
        {
            NeighbourSum.Of(work, weights, seeds);
            return work.Items.Best(filter, into, order);
        }

        Span<float> sums = work.Sums(_dense.Columns);
        _dense.Sum(work.Interactions.Span, work.StrengthsOf(seeds), sums);
        TopCandidates top = new(into);
        for (int item = 0; item < sums.Length; item++)
        {
            FactorSource.Offer(item, sums[item], filter, ref top);
        }

        return top.Finish(order);
    }

    /// <inheritdoc/>
    public void Explain(Workspace work, Span<Candidate> candidates)
    {
        foreach (ref Candidate candidate in candidates)
        {
            candidate = _dense is null ? candidate : candidate with
            {
                Evidence = _dense.EvidenceOf(work.Interactions.Span, work.StrengthsOf(seeds), candidate.Item),
            };
        }
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        NeighbourSum.Of(work, weights, seeds);
        work.Items.Read(items, into);
    }
}
