namespace Personalization.Engine.Feeds;

/// <summary>What a feed may do to the catalogue in one pull without a person's word. Immutable.</summary>
public sealed record FeedLimits
{
    /// <summary>The share of the feed's items that may leave the lists or lose fields, 0 to 1.</summary>
    public double MaxShrink { get; init; } = 0.2;

    /// <summary>A price that rises or falls by more than this factor is a jump.</summary>
    public double MaxPriceFactor { get; init; } = 4;

    /// <summary>The share of prices that may jump, 0 to 1.</summary>
    public double MaxPriceJumps { get; init; } = 0.02;

    /// <summary>Whether a feed must say how many items it has, so that half of it is never taken for all.</summary>
    public bool RequireTotal { get; init; } = true;
}
