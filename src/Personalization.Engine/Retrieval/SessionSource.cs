using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Proposes items of sessions that are similar to the user's current session: VMIS-kNN of Kersbergen, Sprangers and
/// Schelter, "Serenade" (SIGMOD 2022).
/// </summary>
/// <remarks>
/// An inverted index maps each of the user's items to the newest sessions with that item. The k nearest of these
/// sessions vote for their items. Two differences to the paper: all indexed sessions of all seeds are scored (the paper
/// keeps the m newest of all), and a vote decays with the time between the item and the matched item.
/// </remarks>
internal sealed class SessionSource : ICandidateSource
{
    private readonly Adjacency _sessions;
    private readonly Adjacency _index;
    private readonly float[] _rarity;
    private readonly float[] _shortness;

    /// <summary>Creates the source.</summary>
    /// <param name="sessions">The items of every session, each with its time since the start of the session in minutes;
    /// session 0 is the newest.</param>
    /// <param name="index">The newest sessions of every item.</param>
    /// <param name="parameters">The selection and weighting of neighbors.</param>
    public SessionSource(Adjacency sessions, Adjacency index, SessionParameters parameters)
    {
        _sessions = sessions;
        _index = index;
        Parameters = parameters;
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
            _rarity[i] = _rarity[i] == 0
                ? 1
                : MathF.Pow(MathF.Log(1 + (sessions.Rows / _rarity[i])), parameters.RarityPower);
        }
    }

    /// <inheritdoc/>
    public string Name => "sessions";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.SimilarSessions;

    /// <summary>The selection and weighting of neighbors.</summary>
    public SessionParameters Parameters { get; }

    /// <summary>The items of every session; session 0 is the newest.</summary>
    public Adjacency Sessions => _sessions;

    /// <summary>The newest sessions of every item.</summary>
    public Adjacency Index => _index;

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        Sum(work);
        return work.Items.Best(filter, into, order);
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
        ReadOnlySpan<Interaction> interactions = work.Interactions.Span;
        for (int position = 0; position < Math.Min(interactions.Length, Parameters.Seeds.Limit); position++)
        {
            int seed = interactions[position].Item;
            bool isKnown = seed < _rarity.Length; // false for an item added after the training
            float strength = isKnown ? Parameters.Seeds.Of(interactions[position], position) * _rarity[seed] : 0;
            if (strength > 0)
            {
                work.Sessions.AddEach(_index.Targets(seed), _shortness, strength, seed);
            }
        }
    }
}
