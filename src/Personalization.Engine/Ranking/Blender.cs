using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Blends the candidates of all sources into one list.
/// </summary>
/// <remarks>
/// The blended score of an item is the sum over sources of weight x score / best score of the source for this user; 0
/// for a source that does not propose the item. So the first choice of each source gets the full weight of the source,
/// independent of its scale, and an item that several sources propose rises. Equal sums rank by item number. The reason
/// of an item is the source that adds most. If the model has a learned ranker, the ranker reorders the best items of
/// the blend.
/// </remarks>
/// <param name="parts">The sources.</param>
/// <param name="weights">The weight of each source, in the order of the sources.</param>
/// <param name="ranker">The learned ranker; null if the blend ranks.</param>
internal sealed class Blender(ModelParts parts, float[] weights, LearnedRanker? ranker = null)
{
    /// <summary>The fewest candidates requested from each source.</summary>
    public const int MinDepth = 200;

    /// <summary>
    /// Returns the best items for the interactions in the workspace, filled up in the order of popularity. The reasons
    /// are preliminary, without expensive evidence; <see cref="Explain"/> completes them.
    /// </summary>
    /// <param name="work">The interactions of the user; scratch memory.</param>
    /// <param name="filter">The list has no items that the filter refuses.</param>
    /// <param name="limit">The length of the list, at least 0.</param>
    /// <param name="nowMs">The time of the request, Unix milliseconds.</param>
    /// <param name="cancellationToken">Cancels the operation between two sources.</param>
    /// <param name="sources">The names of the sources to use, without the learned ranker; null for all sources.</param>
    public RankedItem[] Recommend(
        RankingWorkspace work,
        CandidateFilter filter,
        int limit,
        long nowMs,
        CancellationToken cancellationToken,
        ImmutableArray<string>? sources = null)
    {
        LearnedRanker? active = RankerFor(work, sources);
        ReadOnlySpan<float> shares = active is null ? weights : active.Features.Shares;
        if (sources is { } only)
        {
            shares = SharesOf(source => only.Contains(source.Name));
        }

        filter = work.Decisions.Of(filter);
        work.Union.Collect(
            parts,
            work,
            filter,
            Math.Max(MinDepth, limit),
            shares,
            cancellationToken,
            active is null ? CandidateOrder.BestFirst : CandidateOrder.Sorted);
        RankedItem[] list = new RankedItem[Math.Min(limit, parts.ItemCount)];
        work.Union.Choose(work, active is null ? list.Length : Math.Max(LearnedRanker.Reach, list.Length));
        int count = active is null ? Best(work, list) : active.Rank(work, nowMs, list);
        count = Fill(work, filter, list, count);
        return count == list.Length ? list : list[..count];
    }

    /// <summary>Sets the reasons of items of the last list.</summary>
    /// <param name="work">The scratch memory after <see cref="Recommend"/>.</param>
    /// <param name="items">Items of the list; receive their reasons and keep their scores.</param>
    /// <param name="sources">The names of the sources that the list used; null for all.</param>
    public void Explain(RankingWorkspace work, Span<RankedItem> items, ImmutableArray<string>? sources = null)
    {
        LearnedRanker? active = RankerFor(work, sources);
        foreach (ref RankedItem item in items)
        {
            if (active?.ReasonOf(work, item.Item) is { } reason)
            {
                item = item with { Reason = reason.Kind, Evidence = reason.Evidence };
            }
            else if (work.Union.ExplainedCarrierOf(work, item.Item) is ( >= 0, _) carrier)
            {
                item = item with
                {
                    Reason = parts.Sources[carrier.Source].Kind,
                    Evidence = carrier.Candidate.Evidence,
                };
            }
        }
    }

    /// <summary>
    /// Returns items similar to the interactions in the workspace, without the popular source and without the ranker.
    /// Not filled up; empty if no item is similar.
    /// </summary>
    public RankedItem[] Similar(RankingWorkspace work, CandidateFilter filter, int limit)
    {
        work.Union.Collect(
            parts,
            work,
            filter,
            Math.Max(MinDepth, limit),
            SharesOf(source => source is not PopularSource),
            CancellationToken.None,
            CandidateOrder.BestFirst);
        RankedItem[] list = new RankedItem[Math.Min(limit, parts.ItemCount)];
        work.Union.Choose(work, list.Length);
        int count = Best(work, list);
        Explain(work, list.AsSpan(0, count), []);
        return count == list.Length ? list : list[..count];
    }

    /// <summary>
    /// Returns all the candidates, best first. With a learned ranker, the ranker orders the candidates that a source
    /// proposes; the others follow in the given order with score 0.
    /// </summary>
    /// <param name="work">The interactions of the user; scratch memory.</param>
    /// <param name="candidates">The numbers of the items to rank.</param>
    /// <param name="nowMs">The time of the request, Unix milliseconds.</param>
    /// <param name="cancellationToken">Cancels the operation between two sources.</param>
    public RankedItem[] Score(
        RankingWorkspace work, ReadOnlySpan<int> candidates, long nowMs, CancellationToken cancellationToken)
    {
        if (ranker is null || work.Retrieval.Interactions.Span.Length == 0)
        {
            return Score(work, candidates, cancellationToken);
        }

        HashSet<int> distinct = [.. candidates];
        RankedItem[] ranked = Recommend(work, new OnlyItems(distinct), distinct.Count, nowMs, cancellationToken);
        Explain(work, ranked);
        RankedItem[] list = new RankedItem[candidates.Length];
        ranked.CopyTo(list, 0);
        int count = ranked.Length;
        HashSet<int> listed = [.. ranked.Select(item => item.Item)];
        foreach (int item in candidates)
        {
            if (!listed.Remove(item))
            {
                list[count++] = new(item, 0, ReasonKind.Popular, -1);
            }
        }

        return list;
    }

    /// <summary>
    /// Returns the weights of the selected sources, each at least 0.01, and 0 for the others. A selected source is used
    /// even if its weight in the blend is 0.
    /// </summary>
    private float[] SharesOf(Func<ICandidateSource, bool> selects) =>
    [.. parts.Sources.Select((source, i) => selects(source) ? MathF.Max(weights[i], 0.01f) : 0)];

    private LearnedRanker? RankerFor(RankingWorkspace work, ImmutableArray<string>? sources) =>
        work.Retrieval.Interactions.Span.Length > 0 && sources is null ? ranker : null;

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

    /// <summary>Returns the best score of the source among items that the user has not seen.</summary>
    /// <remarks>The weights were tuned on scores that are relative to this score.</remarks>
    private float BestUnseen(Workspace work, int source) =>
        weights[source] > 0 ? BestOf(parts.Sources[source], work, new Unseen(work)) : 0;

    /// <summary>Returns the best score of a source among the items that the filter allows; 0 for none.</summary>
    public static float BestOf(ICandidateSource source, Workspace work, CandidateFilter filter)
    {
        Span<Candidate> top = stackalloc Candidate[1];
        return source.Collect(work, filter, top) > 0 ? top[0].Score : 0;
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

    private int Fill(RankingWorkspace work, CandidateFilter filter, Span<RankedItem> list, int count)
    {
        ReadOnlySpan<int> order = parts.Popular.Order;
        for (int i = 0; i < order.Length && count < list.Length; i++)
        {
            if (work.Blend.ScoreOf(order[i]) <= 0 && filter.Allows(order[i]))
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

    private sealed class OnlyItems(HashSet<int> items) : CandidateFilter
    {
        public override bool Allows(int item) => items.Contains(item);
    }
}
