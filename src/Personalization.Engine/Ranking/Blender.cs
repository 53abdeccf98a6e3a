using Personalization.Engine.Candidates;
using Personalization.Engine.Models;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Makes one list of what the sources bring. Each source's scores are divided by its best one for this user, multiplied by
/// the source's weight and added up per item; an item a source did not bring gets 0 from it. So a source has its full weight
/// for its first choice, whatever its scale, and an item several sources agree on rises. Equal sums rank by item number.
/// The reason of an item is the source that added most.
/// </summary>
internal sealed class Blender(ModelParts parts, float[] weights)
{
    /// <summary>How many candidates each source brings, at least.</summary>
    public const int MinDepth = 200;

    private static readonly float[] NotPopular = [1, 1, 1, 0];

    /// <summary>The best items for the footprints in the workspace, filled up from the popularity order.</summary>
    public RankedItem[] Recommend(Workspace work, ItemGate gate, int limit, CancellationToken cancellationToken)
    {
        int depth = Math.Max(MinDepth, limit);
        Span<Candidate> pool = Collect(work, gate, depth, weights, cancellationToken);
        RankedItem[] list = new RankedItem[Math.Min(limit, parts.ItemCount)];
        int count = Best(work, pool, depth, list);
        count = Fill(work, gate, list, count);
        return count == list.Length ? list : list[..count];
    }

    /// <summary>The same without popularity: what is like the footprints, and nothing when nothing is.</summary>
    public RankedItem[] Similar(Workspace work, ItemGate gate, int limit)
    {
        float[] own = new float[weights.Length];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = MathF.Max(weights[i], 0.01f) * NotPopular[i];
        }

        int depth = Math.Max(MinDepth, limit);
        Span<Candidate> pool = Collect(work, gate, depth, own, CancellationToken.None);
        RankedItem[] list = new RankedItem[Math.Min(limit, parts.ItemCount)];
        int count = Best(work, pool, depth, list);
        return count == list.Length ? list : list[..count];
    }

    /// <summary>All the candidates, best first.</summary>
    public RankedItem[] Score(Workspace work, ReadOnlySpan<int> candidates, CancellationToken cancellationToken)
    {
        RankedItem[] list = new RankedItem[candidates.Length];
        float[] largest = new float[candidates.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            list[i] = new(candidates[i], 0, parts.Popular.Kind, -1);
        }

        Span<Candidate> scores = work.Candidates(candidates.Length);
        for (int source = 0; source < parts.Sources.Count; source++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            parts.Sources[source].Score(work, candidates, scores);
            float best = 0;
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

    private Span<Candidate> Collect(Workspace work, ItemGate gate, int depth, ReadOnlySpan<float> shares, CancellationToken cancellationToken)
    {
        work.Blend.Clear();
        Span<Candidate> pool = work.Candidates(depth * parts.Sources.Count);
        for (int source = 0; source < parts.Sources.Count; source++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (shares[source] > 0)
            {
                Span<Candidate> own = pool.Slice(source * depth, depth);
                int count = parts.Sources[source].Collect(work, gate, own);
                for (int i = 0; i < count; i++)
                {
                    work.Blend.Add(own[i].Item, shares[source] * own[i].Score / own[0].Score, (source * depth) + i);
                }
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return pool;
    }

    private int Best(Workspace work, ReadOnlySpan<Candidate> pool, int depth, Span<RankedItem> list)
    {
        Span<Candidate> best = work.Chosen(list.Length);
        int count = work.Blend.Best(ItemGate.Open, best);
        for (int i = 0; i < count; i++)
        {
            int carrier = best[i].Evidence;
            list[i] = new(best[i].Item, best[i].Score, parts.Sources[carrier / depth].Kind, pool[carrier].Evidence);
        }

        return count;
    }

    private int Fill(Workspace work, ItemGate gate, Span<RankedItem> list, int count)
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
}
