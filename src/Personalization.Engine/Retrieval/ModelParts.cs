using System.Collections.Immutable;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>The trained candidate sources of a model. Immutable.</summary>
internal sealed class ModelParts
{
    private const int Room = 1024;

    /// <summary>The names of all sources, in the order of <see cref="Sources"/>.</summary>
    public static readonly ImmutableArray<string> SourceNames =
    ["sessions", "factors", CoVisitationSource.ItemToItem, "popular", "linear", CoVisitationSource.Transitions];

    /// <summary>Creates the set of sources.</summary>
    public ModelParts(
        SessionSource sessions,
        FactorSource factors,
        CoVisitationSource coVisitation,
        PopularSource popular,
        long sessionGapMs,
        LinearSource? linear = null,
        CoVisitationSource? transitions = null,
        RepeatSource? repeats = null, ContentMap? map = null, ContentSource? content = null)
    {
        Sessions = sessions;
        Factors = factors;
        CoVisitation = coVisitation;
        Popular = popular;
        SessionGapMs = sessionGapMs;
        Adjacency none = new(new int[popular.Order.Length + 1], [], [], popular.Order.Length);
        Linear = linear ?? new LinearSource(none, coVisitation.Seeds);
        Transitions = transitions ?? new CoVisitationSource(none, coVisitation.Seeds, CoVisitationSource.Transitions);
        Repeats = repeats;
        Map = map;
        Content = content;
        ICandidateSource?[] optional = [repeats, content];
        Sources =
        [
            sessions, factors, coVisitation, popular, Linear, Transitions, .. optional.OfType<ICandidateSource>()
        ];
    }

    /// <summary>The session neighbors.</summary>
    public SessionSource Sessions { get; }

    /// <summary>The matrix factorization.</summary>
    public FactorSource Factors { get; }

    /// <summary>The item-to-item co-visitation.</summary>
    public CoVisitationSource CoVisitation { get; }

    /// <summary>The linear item-to-item model.</summary>
    public LinearSource Linear { get; }

    /// <summary>The co-visitation by what users chose after an item.</summary>
    public CoVisitationSource Transitions { get; }

    /// <summary>
    /// The repeats: items that the user chose before; null in a model written before this source existed.
    /// </summary>
    public RepeatSource? Repeats { get; }

    /// <summary>Predicts vectors of cold-start items; null if the catalog has none of the items of the model.</summary>
    public ContentMap? Map { get; }

    /// <summary>The cold-start items; null without <see cref="Map"/>.</summary>
    public ContentSource? Content { get; }

    /// <summary>
    /// The items that are bought in one basket with every item, best first; null in a model written before they were
    /// counted.
    /// </summary>
    public Adjacency? Together { get; init; }

    /// <summary>The popular items.</summary>
    public PopularSource Popular { get; }

    /// <summary>A longer pause starts a new session; milliseconds.</summary>
    public long SessionGapMs { get; }

    /// <summary>All sources, in the order of <c>BlendWeights</c>.</summary>
    public IReadOnlyList<ICandidateSource> Sources { get; }

    /// <summary>The number of items, including items added after the training.</summary>
    public int ItemCount => Popular.Order.Length + Factors.Added.Length;

    /// <summary>
    /// The number of items that scratch memory is sized for. The room beyond <see cref="ItemCount"/> lets the memory be
    /// reused when items are added.
    /// </summary>
    public int Capacity => (ItemCount + Room - 1) / Room * Room;

    /// <summary>Creates scratch memory for these sources.</summary>
    public Workspace NewWorkspace()
    {
        Workspace work = new(Capacity, Sessions.Sessions.Rows, Factors.Parameters.Factors);
        work.Interactions.Known = ItemCount;
        return work;
    }

    /// <summary>
    /// Returns these sources with other factor vectors of the same items and a content map for further items.
    /// </summary>
    /// <param name="factors">The factor vectors.</param>
    /// <param name="map">The content map; null if none could be trained.</param>
    /// <param name="cold">The numbers of the cold-start items, ascending.</param>
    public ModelParts With(FactorSource factors, ContentMap? map, int[] cold) =>
        Copy(factors, map, new ContentSource(factors, cold));

    /// <summary>Returns these sources with items added after the trained items.</summary>
    public ModelParts With(float[][] added)
    {
        FactorSource grown = Factors.With(added);
        return Copy(grown, Map, Content?.Over(grown));
    }

    private ModelParts Copy(FactorSource factors, ContentMap? map, ContentSource? content) =>
        new(Sessions, factors, CoVisitation, Popular, SessionGapMs, Linear, Transitions, Repeats, map, content)
        {
            Together = Together,
        };
}
