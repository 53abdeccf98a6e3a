using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Feeds;

/// <summary>A feed could not be read to its end.</summary>
/// <param name="isContent">Whether what upstream sent is wrong; otherwise it did not send it.</param>
/// <param name="problems">What went wrong.</param>
/// <param name="retryAfter">How long upstream asks to be left alone.</param>
/// <param name="cause">What it came from.</param>
public sealed class FeedFailedException(bool isContent, IReadOnlyList<ValidationError> problems, TimeSpan? retryAfter = null, Exception? cause = null)
    : IOException(string.Join(' ', problems.Select(problem => problem.Message)), cause)
{
    /// <summary>Whether what upstream sent is wrong; otherwise it did not send it.</summary>
    public bool IsContent { get; } = isContent;

    /// <summary>What went wrong.</summary>
    public IReadOnlyList<ValidationError> Problems { get; } = problems;

    /// <summary>How long upstream asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
