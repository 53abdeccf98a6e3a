namespace Personalization.Engine.Numerics;

/// <summary>An item a source proposes.</summary>
/// <param name="Item">The item's number.</param>
/// <param name="Score">The source's own score; comparable only within one answer of one source.</param>
/// <param name="Evidence">The number of the user's item that raised the score most; -1 when the source needs none.</param>
internal readonly record struct Candidate(int Item, float Score, int Evidence)
{
    /// <summary>Whether this one ranks before <paramref name="other"/>: the higher score, then the lower item number.</summary>
    public bool Before(in Candidate other) => Score > other.Score || (Score == other.Score && Item < other.Item);
}
