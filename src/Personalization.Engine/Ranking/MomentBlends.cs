using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>The blends of one kind of list: the common one, and those of moments with a different one.</summary>
/// <param name="Common">The blend of every moment without a different one.</param>
internal sealed record MomentBlends(BlendWeights Common)
{
    /// <summary>The blend of the opening of a visit; null for the common one.</summary>
    public BlendWeights? Opening { get; init; }

    /// <summary>The blend in a session; null for the common one.</summary>
    public BlendWeights? InSession { get; init; }

    /// <summary>True if the blends of the two moments differ.</summary>
    public bool Differ => Of(Moment.Opening) != Of(Moment.InSession);

    /// <summary>Creates blends with the common blend at every moment.</summary>
    public static implicit operator MomentBlends(BlendWeights common) => new(common);

    /// <summary>Gets the blend of a moment.</summary>
    public BlendWeights Of(Moment moment) => (moment == Moment.Opening ? Opening : InSession) ?? Common;
}
