namespace Personalization.Storage.HttpFeeds;

/// <summary>A page's bytes and its entity tag.</summary>
internal sealed record FetchedPage(ReadOnlyMemory<byte> Body, string? ETag);
