using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Sessions like the user's present one, and what else was chosen in them: VMIS-kNN of Kersbergen, Sprangers and Schelter, "Serenade"
/// (SIGMOD 2022). An inverted index leads from each of the user's items to the newest sessions with it; the nearest k of those
/// vote for their items. Two things differ: every indexed session of every seed is looked at (the paper keeps the m newest
/// of them all), and what a session did with an item weighs its vote.
/// </summary>
internal sealed class SessionSource : ICandidateSource
{
    private readonly Adjacency _sessions;
    private readonly Adjacency _index;
    private readonly float[] _rarity;
    private readonly float[] _shortness;

    /// <summary>Makes the source.</summary>
    /// <param name="sessions">Every session's items with the weight of what was done; session 0 is the newest.</param>
    /// <param name="index">Every item's newest sessions.</param>
    /// <param name="parameters">How neighbours are chosen and weighed.</param>
    public SessionSource(Adjacency sessions, Adjacency index, SessionParameters parameters)
    {
        (_sessions, _index, Parameters) = (sessions, index, parameters);
        _shortness = new float[sessions.Rows];
        for (int i = 0; i < _shortness.Length; i++)
        {
            _shortness[i] = MathF.Pow(Math.Max(1, sessions.Targets(i).Length), -parameters.LengthPower);
        }

        _rarity = new float[index.Rows];
        foreach (int item in sessions.AllTargets)
        {
            _rarity[item]++;
        }

        for (int i = 0; i < _rarity.Length; i++)
        {
            _rarity[i] = _rarity[i] == 0 ? 1 : MathF.Pow(MathF.Log(1 + (sessions.Rows / _rarity[i])), parameters.RarityPower);
        }
    }

    /// <inheritdoc/>
    public string Name => "sessions";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.SimilarSessions;

    /// <summary>How neighbours are chosen and weighed.</summary>
    public SessionParameters Parameters { get; }

    /// <summary>Every session's items; session 0 is the newest.</summary>
    public Adjacency Sessions => _sessions;

    /// <summary>Every item's newest sessions.</summary>
    public Adjacency Index => _index;

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        Sum(work);
        return work.Items.Best(gate, into);
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        Sum(work);
        work.Items.Read(items, into);
    }

    private void Sum(Workspace work)
    {
        Match(work);
        work.Items.Clear();
        Span<Candidate> nearest = work.Neighbours(Parameters.Neighbours);
        int count = work.Sessions.Best(CandidateFilter.Open, nearest);
        foreach (ref readonly Candidate neighbour in nearest[..count])
        {
            ReadOnlySpan<int> items = _sessions.Targets(neighbour.Item);
            ReadOnlySpan<float> minutes = _sessions.Weights(neighbour.Item);
            float found = minutes[items.IndexOf(neighbour.Evidence)];
            for (int i = 0; i < items.Length; i++)
            {
                float closeness = MathF.Exp(-MathF.Abs(minutes[i] - found) / Parameters.ClosenessMinutes);
                work.Items.Add(items[i], neighbour.Score * closeness * _rarity[items[i]], neighbour.Evidence);
            }
        }
    }

    private void Match(Workspace work)
    {
        work.Sessions.Clear();
        ReadOnlySpan<Interaction> prints = work.Interactions.Span;
        for (int position = 0; position < Math.Min(prints.Length, Parameters.Seeds.Limit); position++)
        {
            int seed = prints[position].Item;
            bool isKnown = seed < _rarity.Length; // no session has an item that came after the log ended
            float strength = isKnown ? Parameters.Seeds.Of(prints[position], position) * _rarity[seed] : 0;
            if (strength > 0)
            {
                foreach (int session in _index.Targets(seed))
                {
                    work.Sessions.Add(session, strength * _shortness[session], seed);
                }
            }
        }
    }
}
