using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>Ranks one kind of list with the blend of the user's moment. Immutable.</summary>
internal sealed class MomentBlenders
{
    private readonly Blender _opening;
    private readonly Blender _inSession;
    private readonly MomentBlends _ranked;

    /// <summary>Creates the blenders.</summary>
    /// <param name="parts">The sources.</param>
    /// <param name="blends">The blends.</param>
    /// <param name="ranker">The learned ranker, bound to any blend; null if the blend ranks.</param>
    /// <param name="rankedBlends">The blends that the ranker reorders; null for <paramref name="blends"/>.</param>
    public MomentBlenders(
        ModelParts parts, MomentBlends blends, LearnedRanker? ranker, MomentBlends? rankedBlends = null)
    {
        Blends = blends;
        Ranker = ranker;
        _ranked = rankedBlends ?? blends;
        _opening = At(Moment.Opening);
        _inSession = _ranked.Differ || blends.Differ ? At(Moment.InSession) : _opening;
        Common = new(parts, blends.Common.ToArray(), ranker);

        Blender At(Moment moment) =>
            new(parts, blends.Of(moment).ToArray(), ranker?.Over(parts, _ranked.Of(moment)));
    }

    /// <summary>The blends.</summary>
    public MomentBlends Blends { get; }

    /// <summary>The learned ranker; null if the blend ranks.</summary>
    public LearnedRanker? Ranker { get; }

    /// <summary>The blender with the common blend.</summary>
    public Blender Common { get; }

    /// <summary>Returns these blenders over the same sources with other added items.</summary>
    public MomentBlenders Over(ModelParts parts) =>
        new(parts, Blends, Ranker?.Over(parts, _ranked.Common), _ranked);

    /// <summary>Gets the blender of a moment.</summary>
    public Blender Of(Moment moment) => moment == Moment.Opening ? _opening : _inSession;
}
