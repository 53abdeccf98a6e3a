using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes items that the user chose before, newest first. Proposes nothing for a list without seen items. The
/// evidence of an item is the item itself.
/// </summary>
/// <remarks>A separate source, so that the blend learns repeat consumption apart from item similarity.</remarks>
internal sealed class RepeatSource(SeedWeights seeds) : ICandidateSource
{
    /// <inheritdoc/>
    public string Name => "repeats";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenBefore;

    /// <summary>The weighting of the user's items.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        TopCandidates top = new(into);
        ReadOnlySpan<Interaction> interactions = work.Interactions.Span;
        for (int position = 0; !filter.RefusesSeen && position < Math.Min(interactions.Length, seeds.Limit); position++)
        {
            int item = interactions[position].Item;
            float strength = seeds.Of(interactions[position], position);
            if (strength > 0 && filter.Allows(item))
            {
                top.Offer(new(item, strength, item));
            }
        }

        return top.Finish(order);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        for (int i = 0; i < items.Length; i++)
        {
            int position = work.Interactions.PositionOf(items[i]);
            bool known = position >= 0 && position < seeds.Limit;
            into[i] = new(
                items[i],
                known ? MathF.Max(0, seeds.Of(work.Interactions.Span[position], position)) : 0,
                known ? items[i] : -1);
        }
    }
}
