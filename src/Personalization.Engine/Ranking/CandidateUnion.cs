using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// The union of what the sources bring for one user, added up to a blend, and what each source said of the best of it. Training and
/// serving use this same code. Scratch memory of one request, used again; not thread-safe.
/// </summary>
internal sealed class CandidateUnion
{
    private Candidate[] _brought = [];
    private Candidate[] _chosen = [];
    private SourceScore[] _mentions = [];
    private int[] _counts = [];
    private int _depth;
    private int _best;

    /// <summary>How many sources there are.</summary>
    public int Sources => _counts.Length;

    /// <summary>The best of the union, best first: item, blended score, and where in the sources' lists the largest share stands.</summary>
    public ReadOnlySpan<Candidate> Best => _chosen.AsSpan(0, _best);

    /// <summary>
    /// Asks every source whose share is above 0. A source's scores are divided by its best one for this user, multiplied by the
    /// source's share and added up per item.
    /// </summary>
    /// <param name="parts">The sources.</param>
    /// <param name="work">The user's footprints; takes the sums.</param>
    /// <param name="gate">Items it refuses are passed over.</param>
    /// <param name="depth">How many candidates each source brings at most.</param>
    /// <param name="shares">What each source's best candidate counts.</param>
    /// <param name="cancellationToken">Gives up between two sources.</param>
    public void Collect(ModelParts parts, RankingWorkspace work, CandidateFilter gate, int depth, ReadOnlySpan<float> shares, CancellationToken cancellationToken)
    {
        Fit(parts.Sources.Count, depth);
        work.Blend.Clear();
        for (int source = 0; source < Sources; source++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<Candidate> own = _brought.AsSpan(source * depth, depth);
            _counts[source] = shares[source] > 0 ? parts.Sources[source].Collect(work.Retrieval, gate, own) : 0;
            for (int i = 0; i < _counts[source]; i++)
            {
                work.Blend.Add(own[i].Item, shares[source] * own[i].Score / own[0].Score, (source * depth) + i);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Chooses the best of the union by the blend; equal sums rank by item number.</summary>
    /// <returns>How many there are: <paramref name="limit"/>, or all when there are fewer.</returns>
    public int Choose(RankingWorkspace work, int limit)
    {
        if (_chosen.Length < limit)
        {
            _chosen = new Candidate[limit];
        }

        _best = work.Blend.Best(CandidateFilter.Open, _chosen.AsSpan(0, limit));
        return _best;
    }

    /// <summary>The source and the candidate in its list that added most to one of the best.</summary>
    public (int Source, Candidate Candidate) CarrierOf(int row) => (_chosen[row].Evidence / _depth, _brought[_chosen[row].Evidence]);

    /// <summary>Looks up what every source said of the first <paramref name="rows"/> of the best. Overwrites <see cref="Workspace.Items"/>.</summary>
    public void Gather(RankingWorkspace work, int rows)
    {
        if (_mentions.Length < rows * Sources)
        {
            _mentions = new SourceScore[rows * Sources];
        }

        _mentions.AsSpan(0, rows * Sources).Fill(SourceScore.None);
        work.Retrieval.Items.Clear();
        for (int row = 0; row < rows; row++)
        {
            work.Retrieval.Items.Add(_chosen[row].Item, 1, row);
        }

        for (int source = 0; source < Sources; source++)
        {
            ReadOnlySpan<Candidate> own = _brought.AsSpan(source * _depth, _counts[source]);
            for (int i = 0; i < own.Length; i++)
            {
                int row = work.Retrieval.Items.EvidenceOf(own[i].Item);
                if (row >= 0)
                {
                    _mentions[(row * Sources) + source] = new(own[i].Score / own[0].Score, own[i].Score, i + 1, own[i].Evidence);
                }
            }
        }
    }

    /// <summary>What every source says of one of the best; after <see cref="Gather"/>.</summary>
    public ReadOnlySpan<SourceScore> MentionsOf(int row) => _mentions.AsSpan(row * Sources, Sources);

    private void Fit(int sources, int depth)
    {
        _depth = depth;
        if (_counts.Length != sources)
        {
            _counts = new int[sources];
        }

        if (_brought.Length < sources * depth)
        {
            _brought = new Candidate[sources * depth];
        }
    }
}
