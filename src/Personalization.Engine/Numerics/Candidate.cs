namespace Personalization.Engine.Numerics;

/// <summary>An item that a candidate source proposes.</summary>
/// <param name="Item">The item's number.</param>
/// <param name="Score">The score by the source. Comparable only within one result of one source.</param>
/// <param name="Evidence">The number of the user's item that contributed most to the score; -1 for none.</param>
internal readonly record struct Candidate(int Item, float Score, int Evidence)
{
    /// <summary>
    /// True if this candidate ranks before <paramref name="other"/>: by higher score, then by lower item number.
    /// </summary>
    public bool Before(in Candidate other) => Score > other.Score || (Score == other.Score && Item < other.Item);
}
