namespace Personalization.Abstractions.Feeds;

/// <summary>Where a feed comes from. Safe for one caller at a time.</summary>
public interface ICatalogSource
{
    /// <summary>Reads the whole feed: all of it or nothing.</summary>
    /// <param name="known">The pages of what is in force; empty to read anyway.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The feed; null when no page changed since <paramref name="known"/>.</returns>
    /// <exception cref="FeedFailedException">It could not be read to its end.</exception>
    Task<FeedContent?> ReadAsync(IReadOnlyList<FeedPageMark> known, CancellationToken cancellationToken);
}
