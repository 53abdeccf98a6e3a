using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>The scratch memory of one request to the blend and the ranker. Not thread-safe.</summary>
/// <param name="itemCount">How many items the model can hold.</param>
/// <param name="sessionCount">How many sessions the session source holds.</param>
/// <param name="factors">The length of the factor vectors.</param>
internal sealed class RankingWorkspace(int itemCount, int sessionCount, int factors) : Workspace(itemCount, sessionCount, factors)
{
    /// <summary>The blended scores of all sources, by item.</summary>
    public ScoreBoard Blend { get; } = new(itemCount);

    /// <summary>The candidates of all sources for this request.</summary>
    public CandidateUnion Union { get; } = new();

    /// <summary>The ranker's feature rows and scores.</summary>
    public RankingScratch Ranking { get; } = new();

    /// <summary>Creates scratch memory that fits a model's sources.</summary>
    public static RankingWorkspace For(ModelParts parts)
    {
        RankingWorkspace work = new(parts.Capacity, parts.Sessions.Sessions.Rows, parts.Factors.Parameters.Factors);
        work.Interactions.Known = parts.ItemCount;
        return work;
    }
}
