namespace Personalization.Engine.Feeds;

/// <summary>The changes that a feed may make in one pull without a person's approval. Immutable.</summary>
public sealed record FeedLimits
{
    /// <summary>The share of the feed's items that may leave the lists or lose fields, 0 to 1.</summary>
    public double MaxShrink { get; init; } = 0.2;

    /// <summary>A price that changes by more than this factor, up or down, is a jump.</summary>
    public double MaxPriceFactor { get; init; } = 4;

    /// <summary>The share of prices that may jump, 0 to 1.</summary>
    public double MaxPriceJumps { get; init; } = 0.02;

    /// <summary>True if a feed must state its number of items, so that a truncated feed is detected.</summary>
    public bool RequireTotal { get; init; } = true;
}
