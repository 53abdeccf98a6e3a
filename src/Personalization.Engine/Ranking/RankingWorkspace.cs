using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>Scratch memory of one request to the blend and the learned ranker. Not thread-safe.</summary>
/// <param name="parts">The sources of the model.</param>
internal sealed class RankingWorkspace(ModelParts parts)
{
    /// <summary>The scratch memory of the candidate sources.</summary>
    public Workspace Retrieval { get; } = parts.NewWorkspace();

    /// <summary>The blended scores of all sources, by item.</summary>
    public ScoreBoard Blend { get; } = new(parts.Capacity);

    /// <summary>The candidates of all sources for this request.</summary>
    public CandidateUnion Union { get; } = new();

    /// <summary>The decisions of the filter of this request.</summary>
    public FilterDecisions Decisions { get; } = new(parts.Capacity);

    /// <summary>The ranker's feature rows and scores.</summary>
    public RankingScratch Ranking { get; } = new();
}
