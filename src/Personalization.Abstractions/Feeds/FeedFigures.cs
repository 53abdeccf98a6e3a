namespace Personalization.Abstractions.Feeds;

/// <summary>What a feed holds and would change, counted.</summary>
/// <param name="Items">Items it names.</param>
/// <param name="Changed">Items it would change.</param>
/// <param name="Unknown">Items of a stock feed that the catalogue does not have.</param>
/// <param name="Missing">By how many items of the catalogue it names fewer than when it was last good.</param>
/// <param name="Leaving">Items that would leave the lists: gone from the feed, or no longer to be had.</param>
/// <param name="LosingFields">Items that would lose their title, categories or price.</param>
/// <param name="PriceJumps">Items whose price would change implausibly.</param>
[GenerateSerializer, Immutable, Alias("Personalization.FeedFigures")]
public readonly record struct FeedFigures(
    [property: Id(0)] int Items, [property: Id(1)] int Changed, [property: Id(2)] int Unknown,
    [property: Id(3)] int Missing, [property: Id(4)] int Leaving, [property: Id(5)] int LosingFields, [property: Id(6)] int PriceJumps)
{
    /// <summary>Items it names that the catalogue has, or has after it.</summary>
    public int Known => Items - Unknown;
}
