namespace Personalization.Abstractions.Experiments;

/// <summary>A range of a layer's users: those whose position lies in it.</summary>
/// <param name="From">The start, 0 to 1, inclusive.</param>
/// <param name="To">The end, exclusive; above <paramref name="From"/>, at most 1.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ShareRange")]
public readonly record struct ShareRange([property: Id(0)] double From, [property: Id(1)] double To)
{
    /// <summary>All users.</summary>
    public static readonly ShareRange All = new(0, 1);

    /// <summary>Gets whether a position lies in the first <paramref name="share"/> of the range.</summary>
    /// <remarks>A greater share only adds users.</remarks>
    public bool Holds(double position, double share) => position >= From && position < From + ((To - From) * share);

    /// <summary>Gets whether two ranges have users in common.</summary>
    public bool Overlaps(ShareRange other) => From < other.To && other.From < To;
}
