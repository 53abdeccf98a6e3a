using System.Collections.Immutable;
using Personalization.Engine.Candidates;

namespace Personalization.Engine.Models;

/// <summary>The trained sources of a model. Immutable.</summary>
internal sealed class ModelParts
{
    /// <summary>The names of all sources, in the order of <see cref="Sources"/>.</summary>
    public static readonly ImmutableArray<string> SourceNames = ["sessions", "factors", CoVisitationSource.ItemToItem, "popular", "linear", CoVisitationSource.Transitions];

    /// <summary>Takes the sources together.</summary>
    public ModelParts(
        SessionSource sessions, FactorSource factors, CoVisitationSource coVisitation, PopularSource popular, long sessionGapMs, LinearSource? linear = null, CoVisitationSource? transitions = null,
        RepeatSource? repeats = null)
    {
        (Sessions, Factors, CoVisitation, Popular, SessionGapMs) = (sessions, factors, coVisitation, popular, sessionGapMs);
        Adjacency none = new(new int[popular.Order.Length + 1], [], [], popular.Order.Length);
        Linear = linear ?? new LinearSource(none, coVisitation.Seeds);
        Transitions = transitions ?? new CoVisitationSource(none, coVisitation.Seeds, CoVisitationSource.Transitions);
        Repeats = repeats;
        Sources = [sessions, factors, coVisitation, popular, Linear, Transitions, .. repeats is null ? Array.Empty<ICandidateSource>() : [repeats]];
    }

    /// <summary>Session neighbours.</summary>
    public SessionSource Sessions { get; }

    /// <summary>Matrix factorisation.</summary>
    public FactorSource Factors { get; }

    /// <summary>Item-item co-visitation.</summary>
    public CoVisitationSource CoVisitation { get; }

    /// <summary>The linear model of items.</summary>
    public LinearSource Linear { get; }

    /// <summary>What followed an item.</summary>
    public CoVisitationSource Transitions { get; }

    /// <summary>What the user comes back to; null in a model written before there was such a source.</summary>
    public RepeatSource? Repeats { get; }

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
