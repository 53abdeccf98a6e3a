namespace Personalization.Abstractions.Rollouts;

/// <summary>What silos counted for one stage of a rollout. Immutable.</summary>
/// <param name="Live">The live version's lists.</param>
/// <param name="New">The new version's lists.</param>
/// <param name="Compared">How many pairs of lists were compared (shadow only).</param>
/// <param name="Overlap">The sum of their overlaps.</param>
/// <param name="RankBiasedOverlap">The sum of their rank-biased overlaps.</param>
/// <param name="Dropped">Pairs there was no room for.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RolloutTally")]
public sealed record RolloutTally(
    [property: Id(0)] RankingTally Live, [property: Id(1)] RankingTally New, [property: Id(2)] long Compared = 0,
    [property: Id(3)] double Overlap = 0, [property: Id(4)] double RankBiasedOverlap = 0, [property: Id(5)] long Dropped = 0)
{
    /// <summary>Nothing.</summary>
    public static readonly RolloutTally Empty = new(RankingTally.Empty, RankingTally.Empty);

    /// <summary>Both taken together.</summary>
    public static RolloutTally operator +(RolloutTally left, RolloutTally right) => new(
        left.Live + right.Live, left.New + right.New, left.Compared + right.Compared,
        left.Overlap + right.Overlap, left.RankBiasedOverlap + right.RankBiasedOverlap, left.Dropped + right.Dropped);
}
