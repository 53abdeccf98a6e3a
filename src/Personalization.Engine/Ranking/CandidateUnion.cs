using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// The union of the candidates of all sources for one user, with their blended scores, and the score of each source for
/// the best items. Scratch memory of one request, reused. Not thread-safe.
/// </summary>
/// <remarks>Training and serving share this code.</remarks>
internal sealed class CandidateUnion
{
    private Candidate[] _proposed = [];
    private Candidate[] _chosen = [];
    private SourceScore[] _scores = [];
    private int[] _counts = [];
    private IReadOnlyList<ICandidateSource> _collected = [];
    private int _depth;
    private int _best;

    /// <summary>The number of sources.</summary>
    public int Sources => _counts.Length;

    /// <summary>
    /// The best items of the union, best first: item, blended score, and the index of the proposal with the largest
    /// share.
    /// </summary>
    public ReadOnlySpan<Candidate> Best => _chosen.AsSpan(0, _best);

    /// <summary>
    /// Collects candidates from every source whose share is above 0. The blended score of an item is the sum over
    /// sources of share x score / best score of the source for this user.
    /// </summary>
    /// <param name="parts">The sources.</param>
    /// <param name="work">The user's interactions; receives the blended scores.</param>
    /// <param name="filter">The union has no items that the filter refuses.</param>
    /// <param name="depth">The most candidates of each source.</param>
    /// <param name="shares">The blended score of the best candidate of each source.</param>
    /// <param name="cancellationToken">Cancels the operation between two sources.</param>
    /// <param name="order">The order of the proposals of a source. <see cref="Gather"/> needs sorted ones.</param>
    public void Collect(
        ModelParts parts,
        RankingWorkspace work,
        CandidateFilter filter,
        int depth,
        ReadOnlySpan<float> shares,
        CancellationToken cancellationToken,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        Fit(parts.Sources.Count, depth);
        _collected = parts.Sources;
        work.Blend.Clear();
        for (int source = 0; source < Sources; source++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<Candidate> own = _proposed.AsSpan(source * depth, depth);
            _counts[source] =
                shares[source] > 0 ? parts.Sources[source].Collect(work.Retrieval, filter, own, order) : 0;
            for (int i = 0; i < _counts[source]; i++)
            {
                work.Blend.Add(own[i].Item, shares[source] * own[i].Score / own[0].Score, (source * depth) + i);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Selects the best items of the union by blended score. Equal scores rank by item number.</summary>
    /// <returns>The number of selected items: <paramref name="limit"/>, or all if there are fewer.</returns>
    public int Choose(RankingWorkspace work, int limit)
    {
        if (_chosen.Length < limit)
        {
            _chosen = new Candidate[limit];
        }

        _best = work.Blend.Best(CandidateFilter.Open, _chosen.AsSpan(0, limit));
        return _best;
    }

    /// <summary>
    /// Returns the source that adds most to one of the best items, and its candidate, whose evidence may be missing.
    /// </summary>
    public (int Source, Candidate Candidate) CarrierOf(int row) =>
        (_chosen[row].Evidence / _depth, _proposed[_chosen[row].Evidence]);

    /// <summary>
    /// Returns the source that adds most to an item of the union, and its candidate with its evidence; source -1 for an
    /// item outside the union.
    /// </summary>
    public (int Source, Candidate Candidate) ExplainedCarrierOf(RankingWorkspace work, int item)
    {
        int proposal = work.Blend.ScoreOf(item) > 0 ? work.Blend.EvidenceOf(item) : -1;
        if (proposal < 0)
        {
            return (-1, new(item, 0, -1));
        }

        _collected[proposal / _depth].Explain(work.Retrieval, _proposed.AsSpan(proposal, 1));
        return (proposal / _depth, _proposed[proposal]);
    }

    /// <summary>
    /// Looks up the score of every source, with its evidence, for the first <paramref name="rows"/> of the best items.
    /// Overwrites <see cref="Workspace.Items"/>.
    /// </summary>
    public void Gather(RankingWorkspace work, int rows)
    {
        if (_scores.Length < rows * Sources)
        {
            _scores = new SourceScore[rows * Sources];
        }

        _scores.AsSpan(0, rows * Sources).Fill(SourceScore.None);
        work.Retrieval.Items.Clear();
        for (int row = 0; row < rows; row++)
        {
            work.Retrieval.Items.Add(_chosen[row].Item, 1, row);
        }

        for (int source = 0; source < Sources; source++)
        {
            Span<Candidate> own = _proposed.AsSpan(source * _depth, _counts[source]);
            for (int i = 0; i < own.Length; i++)
            {
                int row = work.Retrieval.Items.EvidenceOf(own[i].Item);
                if (row >= 0)
                {
                    _collected[source].Explain(work.Retrieval, own.Slice(i, 1));
                    _scores[(row * Sources) + source] = new(
                        own[i].Score / own[0].Score, own[i].Score, i + 1, own[i].Evidence);
                }
            }
        }
    }

    /// <summary>
    /// Returns the score of every source for one of the best items. Call <see cref="Gather"/> before.
    /// </summary>
    public ReadOnlySpan<SourceScore> ScoresOf(int row) => _scores.AsSpan(row * Sources, Sources);

    private void Fit(int sources, int depth)
    {
        _depth = depth;
        if (_counts.Length != sources)
        {
            _counts = new int[sources];
        }

        if (_proposed.Length < sources * depth)
        {
            _proposed = new Candidate[sources * depth];
        }
    }
}
