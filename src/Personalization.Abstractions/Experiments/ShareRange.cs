namespace Personalization.Abstractions.Experiments;

/// <summary>A range of a layer's users: those whose position is in it.</summary>
/// <param name="From">The start, 0 to 1, inclusive.</param>
/// <param name="To">The end, exclusive; above <paramref name="From"/>, at most 1.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ShareRange")]
public readonly record struct ShareRange([property: Id(0)] double From, [property: Id(1)] double To)
{
    /// <summary>All users.</summary>
    public static readonly ShareRange All = new(0, 1);

    /// <summary>
    /// Whether a position lies in the first <paramref name="share"/> of the range: a greater share only adds users.
    /// </summary>
    public bool Holds(double position, double share) => position >= From && position < From + ((To - From) * share);

    /// <summary>Whether the two have users in common.</summary>
    public bool Overlaps(ShareRange other) => From < other.To && other.From < To;
}
