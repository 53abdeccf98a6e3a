namespace Personalization.Abstractions.Feeds;

/// <summary>A feed read to its end, not yet known to be right.</summary>
public sealed record FeedContent
{
    /// <summary>All elements of all pages, in order.</summary>
    public required IReadOnlyList<FeedElement> Elements { get; init; }

    /// <summary>How many elements the feed says it has; null when it does not say.</summary>
    public required long? Total { get; init; }

    /// <summary>The pages; empty when the feed does not mark them.</summary>
    public IReadOnlyList<FeedPageMark> Marks { get; init; } = [];
}
