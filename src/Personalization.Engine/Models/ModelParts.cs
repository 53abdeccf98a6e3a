using Personalization.Engine.Candidates;

namespace Personalization.Engine.Models;

/// <summary>The trained sources of a model. Immutable.</summary>
internal sealed class ModelParts
{
    /// <summary>Takes the sources together.</summary>
    public ModelParts(SessionSource sessions, FactorSource factors, CoVisitationSource coVisitation, PopularSource popular, long sessionGapMs)
    {
        (Sessions, Factors, CoVisitation, Popular, SessionGapMs) = (sessions, factors, coVisitation, popular, sessionGapMs);
        Sources = [sessions, factors, coVisitation, popular];
    }

    /// <summary>Session neighbours.</summary>
    public SessionSource Sessions { get; }

    /// <summary>Matrix factorisation.</summary>
    public FactorSource Factors { get; }

    /// <summary>Item-item co-visitation.</summary>
    public CoVisitationSource CoVisitation { get; }

    /// <summary>Popularity.</summary>
    public PopularSource Popular { get; }

    /// <summary>A pause longer than this begins a new session, milliseconds.</summary>
    public long SessionGapMs { get; }

    /// <summary>All sources, in the order of <see cref="Ranking.BlendWeights"/>.</summary>
    public IReadOnlyList<ICandidateSource> Sources { get; }

    /// <summary>How many items there are.</summary>
    public int ItemCount => Popular.Order.Length;

    /// <summary>Scratch memory that fits these parts.</summary>
    public Workspace NewWorkspace() => new(ItemCount, Sessions.Sessions.Rows, Factors.Parameters.Factors);
}
