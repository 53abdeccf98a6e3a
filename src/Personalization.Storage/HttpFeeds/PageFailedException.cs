using Personalization.Storage.Resilience;

namespace Personalization.Storage.HttpFeeds;

/// <summary>Reports a failed page request.</summary>
/// <param name="code">Stable error code.</param>
/// <param name="message">Readable description.</param>
/// <param name="isPassing">Whether a retry can succeed.</param>
/// <param name="retryAfter">Delay that upstream asks for; null if it names none.</param>
/// <param name="cause">The underlying exception.</param>
internal sealed class PageFailedException(
    string code, string message, bool isPassing, TimeSpan? retryAfter = null, Exception? cause = null)
    : IOException(message, cause), IRetryAfter
{
    /// <summary>Stable error code.</summary>
    public string Code { get; } = code;

    /// <summary>Whether a retry can succeed.</summary>
    public bool IsPassing { get; } = isPassing;

    /// <inheritdoc/>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
