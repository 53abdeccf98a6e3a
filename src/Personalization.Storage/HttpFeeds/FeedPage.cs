using Personalization.Abstractions.Feeds;

namespace Personalization.Storage.HttpFeeds;

/// <summary>One parsed page of a feed.</summary>
internal sealed class FeedPage
{
    /// <summary>Elements of the page.</summary>
    public List<FeedElement> Elements { get; } = [];

    /// <summary>URL of the next page, absolute or relative; null on the last page.</summary>
    public string? Next { get; set; }

    /// <summary>Cursor of the next page, for feeds without URLs; null on the last page.</summary>
    public string? NextCursor { get; set; }

    /// <summary>Number of elements that the page declares.</summary>
    public int? Count { get; set; }

    /// <summary>Total number of elements that the feed declares.</summary>
    public int? Total { get; set; }
}
