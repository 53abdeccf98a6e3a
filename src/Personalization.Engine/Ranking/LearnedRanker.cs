using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Reorders the best items of the blended union by regression trees that were trained on user choices. Items below
/// <see cref="Reach"/> and items of equal score keep the order of the blend. Immutable.
/// </summary>
internal sealed class LearnedRanker
{
    /// <summary>The number of best items that the trees reorder.</summary>
    public const int Reach = 200;

    private readonly LearnedReasons _reasons;

    /// <summary>Creates the ranker.</summary>
    /// <exception cref="InvalidDataException">The trees have another number of features.</exception>
    public LearnedRanker(TreeEnsemble trees, ItemStatistics items, RankingFeatures features)
    {
        Trees = trees;
        Items = items;
        Features = features;
        _reasons = new LearnedReasons(trees, features);
        if (trees.Features != features.Count)
        {
            throw new InvalidDataException($"The model is corrupt: its trees expect {trees.Features} features but its "
                + $"sources make {features.Count}.");
        }
    }

    /// <summary>The trees.</summary>
    public TreeEnsemble Trees { get; }

    /// <summary>The statistics of the items.</summary>
    public ItemStatistics Items { get; }

    /// <summary>The features of the trees.</summary>
    public RankingFeatures Features { get; }

    /// <summary>Returns this ranker over the same sources with other added items.</summary>
    public LearnedRanker Over(ModelParts parts, BlendWeights weights) =>
        new(Trees, Items, new(parts.Sources, Items, weights.ToArray()));

    /// <summary>Ranks the best items of the union.</summary>
    /// <param name="work">The user's interactions, and a union with at least <see cref="Reach"/> selected items, or
    /// all.</param>
    /// <param name="nowMs">The time of the request, Unix milliseconds.</param>
    /// <param name="list">Receives the ranked items with scores, above 0 and at most 1. The reasons are those of the
    /// blend; <see cref="ReasonOf"/> finds those of the trees.</param>
    /// <returns>The number of items written.</returns>
    public int Rank(RankingWorkspace work, long nowMs, Span<RankedItem> list)
    {
        ReadOnlySpan<Candidate> best = work.Union.Best;
        int rows = Math.Min(Reach, best.Length);
        int ranked = Math.Min(rows, list.Length);
        Span<float> matrix = work.Ranking.Rows(rows, Features.Count);
        Span<(double Score, int Place)> order = Order(work, nowMs, matrix, rows);
        for (int i = 0; i < ranked; i++)
        {
            (double score, int place) = order[i];
            list[i] = At(work, place, Logistic(score));
        }

        int count = Math.Min(best.Length, list.Length);
        float lowest = ranked == 0 ? 0 : list[ranked - 1].Score;
        for (int place = ranked; place < count; place++)
        {
            list[place] = At(work, place, lowest * best[place].Score / best[ranked - 1].Score);
        }

        return count;
    }

    /// <summary>Finds the reason of an item that the trees ordered.</summary>
    /// <param name="work">The scratch memory after <see cref="Rank"/>.</param>
    /// <param name="item">The number of the item.</param>
    /// <returns>The reason and its evidence; null if the trees did not order the item.</returns>
    public (ReasonKind Kind, int Evidence)? ReasonOf(RankingWorkspace work, int item)
    {
        int rows = Math.Min(Reach, work.Union.Best.Length);
        return work.Retrieval.Items.EvidenceOf(item) is >= 0 and var place
            ? _reasons.Of(
                work,
                place,
                work.Ranking.Rows(rows, Features.Count).Slice(place * Features.Count, Features.Count),
                work.Ranking.Scores(rows)[place])
            : null;
    }

    private RankedItem At(RankingWorkspace work, int place, float score)
    {
        (int source, Candidate carrier) = work.Union.CarrierOf(place);
        return new(carrier.Item, score, Features.Sources[source].Kind, carrier.Evidence);
    }

    private Span<(double Score, int Place)> Order(RankingWorkspace work, long nowMs, Span<float> matrix, int rows)
    {
        work.Union.Gather(work, rows);
        Features.FillAll(work, nowMs, rows, matrix);
        Span<double> scores = work.Ranking.Scores(rows);
        Trees.Score(matrix, scores);
        Span<(double Score, int Place)> order = work.Ranking.Order(rows);
        for (int place = 0; place < rows; place++)
        {
            order[place] = (scores[place], place);
        }

        order.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Place.CompareTo(b.Place));
        return order;
    }

    private static float Logistic(double score) => (float)(1 / (1 + Math.Exp(-score)));
}
