using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Puts the best of the blended union in the order that trees learnt from what users chose. What lies below <see cref="Reach"/>
/// keeps the blend's order. Equal scores keep the blend's order too. Immutable.
/// </summary>
internal sealed class LearnedRanker
{
    /// <summary>How many of the union's best are put in order.</summary>
    public const int Reach = 200;

    private readonly LearnedReasons _reasons;

    /// <summary>Makes the ranker.</summary>
    /// <exception cref="InvalidDataException">The trees were learnt on other features.</exception>
    public LearnedRanker(TreeEnsemble trees, ItemStatistics items, RankingFeatures features)
    {
        (Trees, Items, Features) = (trees, items, features);
        _reasons = new LearnedReasons(trees, features);
        if (trees.Features != features.Count)
        {
            throw new InvalidDataException($"The model's trees know {trees.Features} features and its sources make {features.Count}.");
        }
    }

    /// <summary>The trees.</summary>
    public TreeEnsemble Trees { get; }

    /// <summary>What is known of the items.</summary>
    public ItemStatistics Items { get; }

    /// <summary>The features the trees know.</summary>
    public RankingFeatures Features { get; }

    /// <summary>The same trees over the same sources after items were added to them.</summary>
    public LearnedRanker Over(ModelParts parts, BlendWeights weights) => new(Trees, Items, new(parts.Sources, Items, weights.ToArray()));

    /// <summary>Ranks the union's best.</summary>
    /// <param name="work">The user's footprints and a union of which at least the first <see cref="Reach"/>, or all, were chosen.</param>
    /// <param name="nowMs">The time of asking, Unix milliseconds.</param>
    /// <param name="list">Takes the ranked items with scores above 0 to 1 and with reasons.</param>
    /// <returns>How many were written.</returns>
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
            (ReasonKind kind, int evidence) = _reasons.Of(work, place, matrix.Slice(place * Features.Count, Features.Count), score);
            list[i] = new(best[place].Item, Positive(score), kind, evidence);
        }

        int count = Math.Min(best.Length, list.Length);
        float lowest = ranked == 0 ? 0 : list[ranked - 1].Score;
        for (int place = ranked; place < count; place++)
        {
            (int source, Candidate carrier) = work.Union.CarrierOf(place);
            list[place] = new(best[place].Item, lowest * best[place].Score / best[ranked - 1].Score, Features.Sources[source].Kind, carrier.Evidence);
        }

        return count;
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

    private static float Positive(double score) => (float)(1 / (1 + Math.Exp(-score)));
}
