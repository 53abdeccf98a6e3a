namespace Personalization.Client.Webhooks;

/// <summary>A webhook and its state, without its secret.</summary>
public sealed record Webhook
{
    /// <summary>The id.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>The receiver's URL.</summary>
    public string Url { get; init; } = string.Empty;

    /// <summary>The types of the events that it receives.</summary>
    public IReadOnlyList<string> Events { get; init => field = value ?? []; } = [];

    /// <summary><c>active</c>, <c>failing</c> or <c>disabled</c>.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first failure since the last success; null while deliveries succeed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it was disabled after many failures; null while it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When an event was last delivered; null for never.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The number of events that wait for delivery.</summary>
    public int Pending { get; init; }

    /// <summary>The number of events that were dropped: the queue was full, or they were too old.</summary>
    public long Dropped { get; init; }

    /// <summary>When the next delivery is due; null when none waits.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The time until which deliveries also carry the signature of the old secret; null for none.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }
}

/// <summary>A webhook with its secret. Only this answer shows the secret.</summary>
/// <param name="Secret">The secret that signs deliveries.</param>
/// <param name="Webhook">The webhook.</param>
public sealed record NewWebhook(string Secret, Webhook Webhook);

/// <summary>One attempt to deliver an event.</summary>
/// <param name="At">When the attempt started.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Attempt">The number of the attempt for this event, from 1.</param>
/// <param name="Status">The HTTP status of the answer; null when there was none.</param>
/// <param name="Error">Why the attempt failed; null when it succeeded.</param>
/// <param name="DurationMs">How long the attempt took, milliseconds.</param>
public sealed record WebhookDelivery(
    DateTimeOffset At, string EventId, string Type, int Attempt, int? Status, string? Error, double DurationMs);
