using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Makes one list of what the sources bring. Each source's scores are divided by its best one for this user, multiplied by
/// the source's weight and added up per item; an item a source did not bring gets 0 from it. So a source has its full weight
/// for its first choice, whatever its scale, and an item several sources agree on rises. Equal sums rank by item number.
/// The reason of an item is the source that added most. A learnt ranker, when the model has one, puts the best of that list in order anew.
/// </summary>
internal sealed class Blender(ModelParts parts, float[] weights, LearnedRanker? ranker = null)
{
    /// <summary>How many candidates each source brings, at least.</summary>
    public const int MinDepth = 200;

    /// <summary>The best items for the footprints in the workspace, filled up from the popularity order.</summary>
    public RankedItem[] Recommend(RankingWorkspace work, CandidateFilter gate, int limit, long nowMs, CancellationToken cancellationToken, ImmutableArray<string>? sources = null)
    {
        LearnedRanker? learnt = work.Retrieval.Interactions.Span.Length > 0 && sources is null ? ranker : null;
        ReadOnlySpan<float> shares = sources is { } only ? SharesOf(source => only.Contains(source.Name)) : learnt is null ? weights : learnt.Features.Shares;
        work.Union.Collect(parts, work, gate, Math.Max(MinDepth, limit), shares, cancellationToken);
        RankedItem[] list = new RankedItem[Math.Min(limit, parts.ItemCount)];
        work.Union.Choose(work, learnt is null ? list.Length : Math.Max(LearnedRanker.Reach, list.Length));
        int count = learnt is null ? Best(work, list) : learnt.Rank(work, nowMs, list);
        count = Fill(work, gate, list, count);
        return count == list.Length ? list : list[..count];
    }

    /// <summary>The same without popularity and without the ranker: what is like the footprints, and nothing when nothing is.</summary>
    public RankedItem[] Similar(RankingWorkspace work, CandidateFilter gate, int limit)
    {
        work.Union.Collect(parts, work, gate, Math.Max(MinDepth, limit), SharesOf(source => source is not PopularSource), CancellationToken.None);
        RankedItem[] list = new RankedItem[Math.Min(limit, parts.ItemCount)];
        work.Union.Choose(work, list.Length);
        int count = Best(work, list);
        return count == list.Length ? list : list[..count];
    }

    /// <summary>All the candidates, best first. With a learnt ranker in the order it gives them among themselves; those no source speaks for follow as they came, with score 0.</summary>
    public RankedItem[] Score(RankingWorkspace work, ReadOnlySpan<int> candidates, long nowMs, CancellationToken cancellationToken)
    {
        if (ranker is null || work.Retrieval.Interactions.Span.Length == 0)
        {
            return Score(work, candidates, cancellationToken);
        }

        HashSet<int> distinct = [.. candidates];
        RankedItem[] ranked = Recommend(work, new OnlyThese(distinct), distinct.Count, nowMs, cancellationToken);
        RankedItem[] list = new RankedItem[candidates.Length];
        ranked.CopyTo(list, 0);
        int count = ranked.Length;
        HashSet<int> met = [.. ranked.Select(item => item.Item)];
        foreach (int item in candidates)
        {
            if (!met.Remove(item))
            {
                list[count++] = new(item, 0, ReasonKind.Popular, -1);
            }
        }

        return list;
    }

    /// <summary>The weights of some sources, each of which is asked even when the blend does without it.</summary>
    private float[] SharesOf(Func<ICandidateSource, bool> asked) => [.. parts.Sources.Select((source, i) => asked(source) ? MathF.Max(weights[i], 0.01f) : 0)];

    private RankedItem[] Score(RankingWorkspace work, ReadOnlySpan<int> candidates, CancellationToken cancellationToken)
    {
        RankedItem[] list = new RankedItem[candidates.Length];
        float[] largest = new float[candidates.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            list[i] = new(candidates[i], 0, parts.Popular.Kind, -1);
        }

        Span<Candidate> scores = work.Retrieval.Candidates(candidates.Length);
        for (int source = 0; source < parts.Sources.Count; source++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float best = BestUnseen(work.Retrieval, source);
            parts.Sources[source].Score(work.Retrieval, candidates, scores);
            foreach (ref readonly Candidate candidate in scores)
            {
                best = MathF.Max(best, candidate.Score);
            }

            for (int i = 0; best > 0 && i < scores.Length; i++)
            {
                float share = weights[source] * scores[i].Score / best;
                list[i] = share > largest[i]
                    ? new(list[i].Item, list[i].Score + share, parts.Sources[source].Kind, scores[i].Evidence)
                    : list[i] with { Score = list[i].Score + share };
                largest[i] = MathF.Max(largest[i], share);
            }
        }

        Array.Sort(list, (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Item.CompareTo(b.Item));
        return list;
    }

    /// <summary>What the source's best item would score that the user has not met: the weights were learnt where that counts 1.</summary>
    private float BestUnseen(Workspace work, int source) => weights[source] > 0 ? BestOf(parts.Sources[source], work, new Unseen(work)) : 0;

    /// <summary>The best score a source gives an item that the gate lets through; 0 when there is none.</summary>
    public static float BestOf(ICandidateSource source, Workspace work, CandidateFilter gate)
    {
        Span<Candidate> top = stackalloc Candidate[1];
        return source.Collect(work, gate, top) > 0 ? top[0].Score : 0;
    }

    private int Best(RankingWorkspace work, Span<RankedItem> list)
    {
        ReadOnlySpan<Candidate> best = work.Union.Best;
        for (int i = 0; i < best.Length; i++)
        {
            (int source, Candidate carrier) = work.Union.CarrierOf(i);
            list[i] = new(best[i].Item, best[i].Score, parts.Sources[source].Kind, carrier.Evidence);
        }

        return best.Length;
    }

    private int Fill(RankingWorkspace work, CandidateFilter gate, Span<RankedItem> list, int count)
    {
        ReadOnlySpan<int> order = parts.Popular.Order;
        for (int i = 0; i < order.Length && count < list.Length; i++)
        {
            if (work.Blend.ScoreOf(order[i]) <= 0 && gate.Allows(order[i]))
            {
                list[count++] = new(order[i], 0, parts.Popular.Kind, -1);
            }
        }

        return count;
    }

    private sealed class Unseen(Workspace work) : CandidateFilter
    {
        public override bool Allows(int item) => work.Interactions.PositionOf(item) < 0;
    }

    private sealed class OnlyThese(HashSet<int> items) : CandidateFilter
    {
        public override bool Allows(int item) => items.Contains(item);
    }
}
