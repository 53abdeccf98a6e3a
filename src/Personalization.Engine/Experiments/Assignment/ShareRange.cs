namespace Personalization.Engine.Experiments.Assignment;

/// <summary>A part of a layer's users: those whose position is in it.</summary>
/// <param name="From">Where it begins, 0 to 1, inclusive.</param>
/// <param name="To">Where it ends, exclusive; above <paramref name="From"/>, at most 1.</param>
public readonly record struct ShareRange(double From, double To)
{
    /// <summary>All users.</summary>
    public static readonly ShareRange All = new(0, 1);

    /// <summary>Whether a position lies in the first <paramref name="share"/> of the range: raising the share only adds users.</summary>
    public bool Holds(double position, double share) => position >= From && position < From + ((To - From) * share);

    /// <summary>Whether the two have users in common.</summary>
    public bool Overlaps(ShareRange other) => From < other.To && other.From < To;
}
