using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>The scratch memory of one request to the candidate sources, reused so that a request allocates little. Not thread-safe.</summary>
internal sealed class Workspace
{
    private Candidate[] _candidates = [];
    private Candidate[] _neighbours = [];

    /// <summary>Makes scratch memory for a model's sizes.</summary>
    public Workspace(int itemCount, int sessionCount, int factors)
    {
        Interactions = new Interactions(itemCount);
        Items = new ScoreBoard(itemCount);
        Sessions = new ScoreBoard(sessionCount);
        Factors = new FactorScratch(factors);
    }

    /// <summary>What the user of this request did.</summary>
    public Interactions Interactions { get; }

    /// <summary>A source's scores by item.</summary>
    public ScoreBoard Items { get; }

    /// <summary>A source's scores by session.</summary>
    public ScoreBoard Sessions { get; }

    /// <summary>Room for the fold-in of a user.</summary>
    public FactorScratch Factors { get; }

    /// <summary>Room for so many candidates; the content is left over from before.</summary>
    public Span<Candidate> Candidates(int count) => Room(ref _candidates, count);

    /// <summary>Room for so many neighbouring sessions; the content is left over from before.</summary>
    public Span<Candidate> Neighbours(int count) => Room(ref _neighbours, count);

    private static Span<Candidate> Room(ref Candidate[] room, int count)
    {
        if (room.Length < count)
        {
            room = new Candidate[count];
        }

        return room.AsSpan(0, count);
    }
}
