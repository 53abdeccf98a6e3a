namespace Personalization.Engine.Ranking;

/// <summary>What one source says of one item.</summary>
/// <param name="Share">The source's score over its best one for this user: above 0 to 1; 0 when the source did not bring the item.</param>
/// <param name="Score">The source's own score; 0 when it did not bring the item.</param>
/// <param name="Rank">The item's place in the source's list, from 1; 0 when it is not on it.</param>
/// <param name="Evidence">The number of the user's item that made the source speak; -1 when there is none.</param>
internal readonly record struct SourceScore(float Share, float Score, int Rank, int Evidence)
{
    /// <summary>The source did not bring the item.</summary>
    public static SourceScore None { get; } = new(0, 0, 0, -1);
}
