using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Finds the reason of a ranked item by ablation.
/// </summary>
/// <remarks>
/// The trees score the item again without all the proposals that have the same evidence. The evidence whose removal
/// lowers the score most is the evidence of the reason. Of the sources with this evidence, the source whose removal
/// lowers the score most gives the kind of the reason. Removing popularity sets the popularity of the item to the
/// average of the candidates of the list. If no removal lowers the score, the largest share of the blend gives the
/// reason.
/// </remarks>
internal sealed class LearnedReasons(TreeEnsemble trees, RankingFeatures features)
{
    private const int MaxVariants = 64;

    /// <summary>Returns the reason for one of the best items of the union.</summary>
    /// <param name="work">The union after <see cref="CandidateUnion.Gather"/>; scratch memory.</param>
    /// <param name="place">The position of the item among the best items of the union, from 0.</param>
    /// <param name="row">The features of the item.</param>
    /// <param name="score">The score of the item by the trees.</param>
    public (ReasonKind Kind, int Evidence) Of(RankingWorkspace work, int place, ReadOnlySpan<float> row, double score)
    {
        ReadOnlySpan<SourceScore> scores = work.Union.ScoresOf(place);
        Span<uint> masks = stackalloc uint[MaxVariants];
        int groups = Groups(scores, masks);
        int variants = groups;
        for (int source = 0; source < scores.Length; source++)
        {
            if (scores[source].Share > 0)
            {
                masks[variants++] = Bits(source);
            }
        }

        (int carrier, Candidate blended) = work.Union.CarrierOf(place);
        if (variants == 2)
        {
            return (features.Sources[carrier].Kind, blended.Evidence);
        }

        Span<double> results = stackalloc double[MaxVariants];
        Score(work, place, row, masks[..variants], results);
        int group = Lowest(masks[..groups], results, score, uint.MaxValue);
        int single = group < 0 ? -1 : Lowest(masks[..variants], results, double.PositiveInfinity, masks[group], groups);
        if (single >= 0)
        {
            carrier = System.Numerics.BitOperations.TrailingZeroCount(masks[single]);
            return (features.Sources[carrier].Kind, scores[carrier].Evidence);
        }

        return (features.Sources[carrier].Kind, blended.Evidence);
    }

    // one mask per evidence item of a proposal, and one mask for the sources without evidence
    private int Groups(ReadOnlySpan<SourceScore> scores, Span<uint> masks)
    {
        int groups = 0;
        for (int source = 0; source < scores.Length; source++)
        {
            bool first = scores[source].Share > 0;
            for (int earlier = 0; first && earlier < source; earlier++)
            {
                first = scores[earlier].Share <= 0 || scores[earlier].Evidence != scores[source].Evidence;
            }

            for (int other = source; first && other < scores.Length; other++)
            {
                masks[groups] |= scores[other].Share > 0 && scores[other].Evidence == scores[source].Evidence
                    ? Bits(other)
                    : 0;
            }

            groups += first ? 1 : 0;
        }

        return groups;
    }

    private uint Bits(int source) =>
        (1u << source) | (features.Sources[source].Kind == ReasonKind.Popular ? RankingFeatures.PopularityBit : 0);

    private void Score(
        RankingWorkspace work, int place, ReadOnlySpan<float> row, ReadOnlySpan<uint> masks, Span<double> results)
    {
        Span<float> rows = work.Ranking.Variants(masks.Length, features.Count);
        for (int i = 0; i < masks.Length; i++)
        {
            Span<float> variant = rows.Slice(i * features.Count, features.Count);
            row.CopyTo(variant);
            features.Fill(work, place, masks[i], variant);
        }

        trees.Score(rows, results[..masks.Length]);
    }

    /// <summary>
    /// Returns the index of the mask within <paramref name="within"/> with the lowest result below
    /// <paramref name="below"/>; -1 for none.
    /// </summary>
    private static int Lowest(
        ReadOnlySpan<uint> masks, ReadOnlySpan<double> results, double below, uint within, int from = 0)
    {
        int lowest = -1;
        for (int i = from; i < masks.Length; i++)
        {
            if ((masks[i] & ~within) == 0 && results[i] < below)
            {
                (lowest, below) = (i, results[i]);
            }
        }

        return lowest;
    }
}
