namespace Personalization.Engine.Ranking;

/// <summary>The score of one source for one item.</summary>
/// <param name="Share">The score divided by the best score of the source for this user: above 0, at most 1; 0 if the
/// source does not propose the item.</param>
/// <param name="Score">The score by the source; 0 if the source does not propose the item.</param>
/// <param name="Rank">The rank of the item in the list of the source, from 1; 0 if the source does not propose the
/// item.</param>
/// <param name="Evidence">The number of the user's item that contributed most to the score; -1 for none.</param>
internal readonly record struct SourceScore(float Share, float Score, int Rank, int Evidence)
{
    /// <summary>The value for an item that the source does not propose.</summary>
    public static SourceScore None { get; } = new(0, 0, 0, -1);
}
