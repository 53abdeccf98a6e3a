using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// The user's own items, newest first: what one comes back to. It is a source of its own so that how often people come back is learnt apart from what goes
/// together with what; on a list without items the user has met it brings nothing. The evidence of an item is the item itself.
/// </summary>
internal sealed class RepeatSource(SeedWeights seeds) : ICandidateSource
{
    /// <inheritdoc/>
    public string Name => "repeats";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.ChosenBefore;

    /// <summary>How the user's items are weighed.</summary>
    public SeedWeights Seeds => seeds;

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        TopCandidates top = new(into);
        ReadOnlySpan<Interaction> prints = work.Interactions.Span;
        for (int position = 0; !gate.RefusesSeen && position < Math.Min(prints.Length, seeds.Limit); position++)
        {
            int item = prints[position].Item;
            float strength = seeds.Of(prints[position], position);
            if (strength > 0 && gate.Allows(item))
            {
                top.Offer(new(item, strength, item));
            }
        }

        return top.Sort();
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        for (int i = 0; i < items.Length; i++)
        {
            int position = work.Interactions.PositionOf(items[i]);
            bool known = position >= 0 && position < seeds.Limit;
            into[i] = new(items[i], known ? MathF.Max(0, seeds.Of(work.Interactions.Span[position], position)) : 0, known ? items[i] : -1);
        }
    }
}
