using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Scratch memory of one request to the candidate sources. Reused, so that a request allocates little. Not thread-safe.
/// </summary>
internal sealed class Workspace
{
    private Candidate[] _candidates = [];
    private Candidate[] _neighbours = [];
    private float[] _sums = [];
    private float[] _strengths = [];
    private SeedWeights? _seeds;
    private long _revision;

    /// <summary>Creates scratch memory.</summary>
    /// <param name="itemCount">The number of items there is room for.</param>
    /// <param name="sessionCount">The number of sessions of the session source.</param>
    /// <param name="factors">The length of a factor vector.</param>
    public Workspace(int itemCount, int sessionCount, int factors)
    {
        Interactions = new Interactions(itemCount);
        Items = new ScoreBoard(itemCount);
        Sessions = new ScoreBoard(sessionCount);
        Factors = new FactorScratch(factors);
    }

    /// <summary>The interactions of the user of this request.</summary>
    public Interactions Interactions { get; }

    /// <summary>The scores of one source by item.</summary>
    public ScoreBoard Items { get; }

    /// <summary>The scores of one source by session.</summary>
    public ScoreBoard Sessions { get; }

    /// <summary>Scratch memory for the fold-in of a user.</summary>
    public FactorScratch Factors { get; }

    /// <summary>Room for this number of candidates. The content is undefined.</summary>
    public Span<Candidate> Candidates(int count) => Room(ref _candidates, count);

    /// <summary>Room for this number of neighbor sessions. The content is undefined.</summary>
    public Span<Candidate> Neighbours(int count) => Room(ref _neighbours, count);

    /// <summary>Room for this number of sums. The content is undefined.</summary>
    public Span<float> Sums(int count) => Room(ref _sums, count);

    /// <summary>
    /// The weights of the newest interactions as seeds. They are kept while the interactions stay the same.
    /// </summary>
    public ReadOnlySpan<float> StrengthsOf(SeedWeights seeds)
    {
        ReadOnlySpan<Interaction> interactions = Interactions.Span;
        interactions = interactions[..Math.Min(interactions.Length, seeds.Limit)];
        Span<float> strengths = Room(ref _strengths, interactions.Length);
        if (!ReferenceEquals(_seeds, seeds) || _revision != Interactions.Revision)
        {
            for (int position = 0; position < interactions.Length; position++)
            {
                strengths[position] = seeds.Of(interactions[position], position);
            }

            (_seeds, _revision) = (seeds, Interactions.Revision);
        }

        return strengths;
    }

    private static Span<T> Room<T>(ref T[] room, int count)
    {
        if (room.Length < count)
        {
            room = new T[count];
        }

        return room.AsSpan(0, count);
    }
}
