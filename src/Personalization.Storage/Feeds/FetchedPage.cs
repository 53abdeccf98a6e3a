namespace Personalization.Storage.Feeds;

/// <summary>A page's bytes and its entity tag.</summary>
internal sealed record FetchedPage(ReadOnlyMemory<byte> Body, string? ETag);
