using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.HttpFeeds;

/// <summary>One page of a feed as it came in.</summary>
internal sealed class FeedPage
{
    /// <summary>Its elements.</summary>
    public List<FeedElement> Elements { get; } = [];

    /// <summary>The address of the next page, absolute or relative; null on the last.</summary>
    public string? Next { get; set; }

    /// <summary>The cursor of the next page, for feeds that name no address; null on the last.</summary>
    public string? NextCursor { get; set; }

    /// <summary>How many elements this page says it has.</summary>
    public int? Count { get; set; }

    /// <summary>How many elements the feed says it has in all.</summary>
    public int? Total { get; set; }
}
