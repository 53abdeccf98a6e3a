namespace Personalization.Abstractions.Feeds;

/// <summary>The upstream source of a feed. Not safe for concurrent calls.</summary>
public interface ICatalogSource
{
    /// <summary>Reads the complete feed, or nothing.</summary>
    /// <param name="known">The page tags of the applied data; empty to read the feed in any case.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The feed; null when no page has changed since <paramref name="known"/>.</returns>
    /// <exception cref="FeedFailedException">The feed could not be read completely.</exception>
    Task<FeedContent?> ReadAsync(IReadOnlyList<FeedPageMark> known, CancellationToken cancellationToken);
}
