using Personalization.Storage.Resilience;

namespace Personalization.Storage.HttpFeeds;

/// <summary>A page did not come.</summary>
/// <param name="code">A stable word.</param>
/// <param name="message">A sentence for a person.</param>
/// <param name="isPassing">Whether another try can end differently.</param>
/// <param name="retryAfter">How long upstream asks to be left alone.</param>
/// <param name="cause">What it came from.</param>
internal sealed class PageFailedException(
    string code, string message, bool isPassing, TimeSpan? retryAfter = null, Exception? cause = null)
    : IOException(message, cause), IRetryAfter
{
    /// <summary>A stable word.</summary>
    public string Code { get; } = code;

    /// <summary>Whether another try can end differently.</summary>
    public bool IsPassing { get; } = isPassing;

    /// <inheritdoc/>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
