using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Feeds;

/// <summary>The exception that is thrown when a feed cannot be read completely.</summary>
/// <param name="isContent">Whether the feed's content is invalid; false when the feed could not be fetched.</param>
/// <param name="problems">The problems that were found.</param>
/// <param name="retryAfter">
/// The time the upstream server asks to wait before the next request; null when it does not ask.
/// </param>
/// <param name="cause">The exception that caused this one; null for none.</param>
public sealed class FeedFailedException(
    bool isContent, IReadOnlyList<ValidationError> problems, TimeSpan? retryAfter = null, Exception? cause = null)
    : IOException(string.Join(' ', problems.Select(problem => problem.Message)), cause)
{
    /// <summary>Gets whether the feed's content is invalid; false when the feed could not be fetched.</summary>
    public bool IsContent { get; } = isContent;

    /// <summary>Gets the problems that were found.</summary>
    public IReadOnlyList<ValidationError> Problems { get; } = problems;

    /// <summary>
    /// Gets the time the upstream server asks to wait before the next request; null when it does not ask.
    /// </summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
