using System.Collections.Immutable;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>The trained sources of a model. Immutable.</summary>
internal sealed class ModelParts
{
    private const int Room = 1024;

    /// <summary>The names of all sources, in the order of <see cref="Sources"/>.</summary>
    public static readonly ImmutableArray<string> SourceNames = ["sessions", "factors", CoVisitationSource.ItemToItem, "popular", "linear", CoVisitationSource.Transitions];

    /// <summary>Takes the sources together.</summary>
    public ModelParts(
        SessionSource sessions, FactorSource factors, CoVisitationSource coVisitation, PopularSource popular, long sessionGapMs, LinearSource? linear = null, CoVisitationSource? transitions = null,
        RepeatSource? repeats = null, ContentMap? map = null, ContentSource? content = null)
    {
        (Sessions, Factors, CoVisitation, Popular, SessionGapMs) = (sessions, factors, coVisitation, popular, sessionGapMs);
        Adjacency none = new(new int[popular.Order.Length + 1], [], [], popular.Order.Length);
        Linear = linear ?? new LinearSource(none, coVisitation.Seeds);
        Transitions = transitions ?? new CoVisitationSource(none, coVisitation.Seeds, CoVisitationSource.Transitions);
        Repeats = repeats;
        (Map, Content) = (map, content);
        Sources = [sessions, factors, coVisitation, popular, Linear, Transitions, .. new ICandidateSource?[] { repeats, content }.OfType<ICandidateSource>()];
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

    /// <summary>Gives items nobody has met a vector by their content; null when the catalogue says nothing of the model's items.</summary>
    public ContentMap? Map { get; }

    /// <summary>Items nobody has met; null without <see cref="Map"/>.</summary>
    public ContentSource? Content { get; }

    /// <summary>Popularity.</summary>
    public PopularSource Popular { get; }

    /// <summary>A pause longer than this begins a new session, milliseconds.</summary>
    public long SessionGapMs { get; }

    /// <summary>All sources, in the order of <c>BlendWeights</c>.</summary>
    public IReadOnlyList<ICandidateSource> Sources { get; }

    /// <summary>How many items there are, those added after the training included.</summary>
    public int ItemCount => Popular.Order.Length + Factors.Added.Length;

    /// <summary>For how many items scratch memory is made: with some room, so that it can be kept when items are added.</summary>
    public int Capacity => (ItemCount + Room - 1) / Room * Room;

    /// <summary>Scratch memory that fits these parts.</summary>
    public Workspace NewWorkspace()
    {
        Workspace work = new(Capacity, Sessions.Sessions.Rows, Factors.Parameters.Factors);
        work.Interactions.Known = ItemCount;
        return work;
    }

    /// <summary>The same sources with other vectors of the same items, and a map by which more can be added.</summary>
    /// <param name="factors">The vectors.</param>
    /// <param name="map">The map; null when none could be learnt.</param>
    /// <param name="cold">Those of the items that nobody has met, ascending.</param>
    public ModelParts With(FactorSource factors, ContentMap? map, int[] cold) => Copy(factors, map, new ContentSource(factors, cold));

    /// <summary>The same sources with these items added after the trained ones.</summary>
    public ModelParts With(float[][] added)
    {
        FactorSource grown = Factors.With(added);
        return Copy(grown, Map, Content?.Over(grown));
    }

    private ModelParts Copy(FactorSource factors, ContentMap? map, ContentSource? content) =>
        new(Sessions, factors, CoVisitation, Popular, SessionGapMs, Linear, Transitions, Repeats, map, content);
}
