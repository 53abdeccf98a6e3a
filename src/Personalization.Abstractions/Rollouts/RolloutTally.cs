namespace Personalization.Abstractions.Rollouts;

/// <summary>The counts of silos for one stage of a rollout. Immutable.</summary>
/// <param name="Live">The counts of the live version's lists.</param>
/// <param name="New">The counts of the new version's lists.</param>
/// <param name="Compared">The number of compared pairs of lists (shadow only).</param>
/// <param name="Overlap">The sum of the pairs' overlaps.</param>
/// <param name="RankBiasedOverlap">The sum of the pairs' rank-biased overlaps.</param>
/// <param name="Dropped">The number of pairs that silos dropped for lack of capacity.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RolloutTally")]
public sealed record RolloutTally(
    [property: Id(0)] RankingTally Live,
    [property: Id(1)] RankingTally New,
    [property: Id(2)] long Compared = 0,
    [property: Id(3)] double Overlap = 0,
    [property: Id(4)] double RankBiasedOverlap = 0,
    [property: Id(5)] long Dropped = 0)
{
    /// <summary>A tally without counts.</summary>
    public static readonly RolloutTally Empty = new(RankingTally.Empty, RankingTally.Empty);

    /// <summary>Adds two tallies.</summary>
    public static RolloutTally operator +(RolloutTally left, RolloutTally right) => new(
        left.Live + right.Live, left.New + right.New, left.Compared + right.Compared,
        left.Overlap + right.Overlap, left.RankBiasedOverlap + right.RankBiasedOverlap, left.Dropped + right.Dropped);
}

/// <summary>The counts that silos must collect for a rollout. Immutable.</summary>
/// <param name="Version">The new version; null when nothing must be counted.</param>
/// <param name="Stage">The stage of the rollout.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RolloutOrder")]
public sealed record RolloutOrder([property: Id(0)] string? Version, [property: Id(1)] RolloutStage Stage)
{
    /// <summary>An order to count nothing.</summary>
    public static readonly RolloutOrder None = new(null, RolloutStage.Stopped);
}
