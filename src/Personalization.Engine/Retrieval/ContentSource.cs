using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Items nobody has chosen yet that are near to the user's taste by their content: their vectors come from <see cref="ContentMap"/>. The factor source ranks
/// them too, among all others and by merit; here they stand among themselves, so that the blend can give the best of them a place.
/// </summary>
/// <param name="factors">Holds their vectors.</param>
/// <param name="trained">Numbers of such items among the trained ones, ascending; those added later all belong to them.</param>
internal sealed class ContentSource(FactorSource factors, int[] trained) : ICandidateSource
{
    private const float LeastLiking = 0.2f;

    private readonly int _first = factors.Factors.Length / factors.Parameters.Factors;

    /// <inheritdoc/>
    public string Name => "content";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.SimilarTaste;

    /// <summary>How many items it can bring.</summary>
    public int Count => trained.Length + factors.Added.Length;

    /// <summary>The same source over the factors with other items added.</summary>
    public ContentSource Over(FactorSource grown) => new(grown, trained);

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        if (Count == 0 || !factors.FoldIn(work))
        {
            return 0;
        }

        TopCandidates top = new(into);
        foreach (int item in trained)
        {
            Offer(work, item, gate, ref top);
        }

        for (int i = 0; i < factors.Added.Length; i++)
        {
            Offer(work, _first + i, gate, ref top);
        }

        int count = top.Sort();
        factors.Explain(work, into[..count]);
        return count;
    }

    /// <summary>The best of them that the user likes about as much as what they know: with at least a fifth of the score of the best item there is for them.</summary>
    /// <returns>How many were written.</returns>
    public int Liked(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        Span<Candidate> best = stackalloc Candidate[1];
        int count = factors.Collect(work, gate, best) > 0 ? Collect(work, gate, into) : 0;
        while (count > 0 && into[count - 1].Score < LeastLiking * best[0].Score)
        {
            count--;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        factors.Score(work, items, into);
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] < _first && Array.BinarySearch(trained, items[i]) < 0)
            {
                into[i] = new(items[i], 0, -1);
            }
        }
    }

    private void Offer(Workspace work, int item, CandidateFilter gate, ref TopCandidates top) =>
        FactorSource.Offer(item, FactorKernels.Dot(work.Factors.Row, factors.VectorOf(item)), gate, ref top);
}
