namespace Personalization.Abstractions.Webhooks;

/// <summary>Sends the events of webhooks to their receivers. Safe for concurrent calls.</summary>
public interface IWebhookSender
{
    /// <summary>Sends an event, with a few retries. A failure is part of the result.</summary>
    /// <param name="request">The receiver and the event.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The attempts, oldest first, at least one. The last one decides.</returns>
    Task<IReadOnlyList<WebhookAttempt>> SendAsync(WebhookRequest request, CancellationToken cancellationToken);
}

/// <summary>An event for one receiver.</summary>
/// <param name="Url">The receiver's URL.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Body">The body, the same at each attempt.</param>
/// <param name="Secrets">The secrets that sign, at least one. Each adds a signature.</param>
public sealed record WebhookRequest(Uri Url, string EventId, string Body, IReadOnlyList<string> Secrets);

/// <summary>One attempt to send.</summary>
/// <param name="At">When it started, UTC.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it failed; null when it succeeded.</param>
public sealed record WebhookAttempt(DateTimeOffset At, TimeSpan Duration, int? Status, string? Error)
{
    /// <summary>Gets whether the receiver refuses all further events: it answered 410.</summary>
    public bool IsGone => Status == 410;
}
