namespace Personalization.Abstractions.Feeds;

/// <summary>A page of a feed as it was last read, so that the next pull can ask whether it changed.</summary>
/// <param name="Url">The page's address.</param>
/// <param name="ETag">Its entity tag.</param>
public sealed record FeedPageMark(string Url, string ETag);
