using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Finds what carried an item's score by taking it away: the trees score the item again without all that the sources say because of one
/// of the user's items, and the one whose loss costs most is the evidence; of the sources that spoke because of it, the one whose
/// loss costs most gives the reason its kind. Popularity is taken away by making the item as popular as the list's candidates are on
/// average. When no loss costs anything, the largest share of the blend speaks.
/// </summary>
internal sealed class LearnedReasons(TreeEnsemble trees, RankingFeatures features)
{
    private const int MaxVariants = 64;

    /// <summary>The reason for one of the union's best.</summary>
    /// <param name="work">The gathered union; scratch memory.</param>
    /// <param name="place">The item's place among the union's best.</param>
    /// <param name="row">Its features.</param>
    /// <param name="score">Its score.</param>
    public (ReasonKind Kind, int Evidence) Of(RankingWorkspace work, int place, ReadOnlySpan<float> row, double score)
    {
        ReadOnlySpan<SourceScore> mentions = work.Union.MentionsOf(place);
        Span<uint> masks = stackalloc uint[MaxVariants];
        int groups = Groups(mentions, masks);
        int variants = groups;
        for (int source = 0; source < mentions.Length; source++)
        {
            if (mentions[source].Share > 0)
            {
                masks[variants++] = Bits(source);
            }
        }

        (int carrier, Candidate blended) = work.Union.CarrierOf(place);
        if (variants == 2)
        {
            return (features.Sources[carrier].Kind, blended.Evidence);
        }

        Span<double> left = stackalloc double[MaxVariants];
        Score(work, place, row, masks[..variants], left);
        int group = Lowest(masks[..groups], left, score, uint.MaxValue);
        int alone = group < 0 ? -1 : Lowest(masks[..variants], left, double.PositiveInfinity, masks[group], groups);
        if (alone >= 0)
        {
            carrier = System.Numerics.BitOperations.TrailingZeroCount(masks[alone]);
            return (features.Sources[carrier].Kind, mentions[carrier].Evidence);
        }

        return (features.Sources[carrier].Kind, blended.Evidence);
    }

    // one mask for every item of the user because of which a source brought this one, and one for the sources that need none
    private int Groups(ReadOnlySpan<SourceScore> mentions, Span<uint> masks)
    {
        int groups = 0;
        for (int source = 0; source < mentions.Length; source++)
        {
            bool first = mentions[source].Share > 0;
            for (int earlier = 0; first && earlier < source; earlier++)
            {
                first = mentions[earlier].Share <= 0 || mentions[earlier].Evidence != mentions[source].Evidence;
            }

            for (int other = source; first && other < mentions.Length; other++)
            {
                masks[groups] |= mentions[other].Share > 0 && mentions[other].Evidence == mentions[source].Evidence ? Bits(other) : 0;
            }

            groups += first ? 1 : 0;
        }

        return groups;
    }

    private uint Bits(int source) => (1u << source) | (features.Sources[source].Kind == ReasonKind.Popular ? RankingFeatures.FameBit : 0);

    private void Score(RankingWorkspace work, int place, ReadOnlySpan<float> row, ReadOnlySpan<uint> masks, Span<double> scores)
    {
        Span<float> rows = work.Ranking.Variants(masks.Length, features.Count);
        for (int i = 0; i < masks.Length; i++)
        {
            Span<float> variant = rows.Slice(i * features.Count, features.Count);
            row.CopyTo(variant);
            features.Fill(work, place, masks[i], variant);
        }

        trees.Score(rows, scores[..masks.Length]);
    }

    /// <summary>The mask within <paramref name="within"/> whose score is the lowest below <paramref name="below"/>; -1 when there is none.</summary>
    private static int Lowest(ReadOnlySpan<uint> masks, ReadOnlySpan<double> scores, double below, uint within, int from = 0)
    {
        int lowest = -1;
        for (int i = from; i < masks.Length; i++)
        {
            if ((masks[i] & ~within) == 0 && scores[i] < below)
            {
                (lowest, below) = (i, scores[i]);
            }
        }

        return lowest;
    }
}
