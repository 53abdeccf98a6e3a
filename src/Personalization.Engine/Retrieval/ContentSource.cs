using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes cold-start items whose content fits the user. Their vectors come from <see cref="ContentMap"/>.
/// </summary>
/// <remarks>
/// The factor source also ranks these items, but among all items. This source ranks them among themselves, so the blend
/// can give the best of them a position.
/// </remarks>
/// <param name="factors">The source with the vectors of the items.</param>
/// <param name="trained">The numbers of cold-start items among the trained items, ascending. All items added later are
/// cold-start items.</param>
internal sealed class ContentSource(FactorSource factors, int[] trained) : ICandidateSource
{
    private const float MinScoreShare = 0.2f;

    private readonly int _first = factors.Factors.Length / factors.Parameters.Factors;

    /// <inheritdoc/>
    public string Name => "content";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.SimilarTaste;

    /// <summary>The number of cold-start items.</summary>
    public int Count => trained.Length + factors.Added.Length;

    /// <summary>Returns this source over factors with other added items.</summary>
    public ContentSource Over(FactorSource grown) => new(grown, trained);

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        if (Count == 0 || !factors.FoldIn(work))
        {
            return 0;
        }

        TopCandidates top = new(into);
        foreach (int item in trained)
        {
            Offer(work, item, filter, ref top);
        }

        for (int i = 0; i < factors.Added.Length; i++)
        {
            Offer(work, _first + i, filter, ref top);
        }

        return top.Finish(order);
    }

    /// <inheritdoc/>
    public void Explain(Workspace work, Span<Candidate> candidates) => factors.Explain(work, candidates);

    /// <summary>
    /// Finds the best cold-start items whose score is at least a fifth of the best score of any item for this user.
    /// Sets their evidence.
    /// </summary>
    /// <returns>The number of candidates written.</returns>
    public int Liked(Workspace work, CandidateFilter filter, Span<Candidate> into)
    {
        Span<Candidate> best = stackalloc Candidate[1];
        int count = factors.Collect(work, filter, best) > 0 ? Collect(work, filter, into) : 0;
        while (count > 0 && into[count - 1].Score < MinScoreShare * best[0].Score)
        {
            count--;
        }

        Explain(work, into[..count]);
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

    private void Offer(Workspace work, int item, CandidateFilter filter, ref TopCandidates top) =>
        FactorSource.Offer(item, FactorKernels.Dot(work.Factors.Row, factors.VectorOf(item)), filter, ref top);
}
