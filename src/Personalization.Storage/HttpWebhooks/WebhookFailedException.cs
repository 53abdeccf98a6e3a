using Personalization.Storage.Resilience;

namespace Personalization.Storage.HttpWebhooks;

/// <summary>Reports a failed attempt to deliver.</summary>
/// <param name="message">Readable description.</param>
/// <param name="status">The HTTP status; null when there was no answer.</param>
/// <param name="isPassing">Whether a retry within seconds can succeed.</param>
/// <param name="retryAfter">Delay that the receiver asks for; null if it names none.</param>
/// <param name="cause">The underlying exception.</param>
internal sealed class WebhookFailedException(
    string message, int? status, bool isPassing, TimeSpan? retryAfter = null, Exception? cause = null)
    : IOException(message, cause), IRetryAfter
{
    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; } = status;

    /// <summary>Whether a retry within seconds can succeed.</summary>
    public bool IsPassing { get; } = isPassing;

    /// <inheritdoc/>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
