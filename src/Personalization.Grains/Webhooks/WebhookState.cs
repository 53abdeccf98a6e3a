using System.Collections.Immutable;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <summary>The stored state of one webhook. Fields are only added. Immutable: replaced as a whole.</summary>
public sealed record WebhookState
{
    /// <summary>The receiver's URL; null when the webhook does not exist.</summary>
    public string? Url { get; init; }

    /// <summary>The types of the events that it receives.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>The secret.</summary>
    public string Secret { get; init; } = string.Empty;

    /// <summary>The secret before the last rotation; null for none.</summary>
    public string? OldSecret { get; init; }

    /// <summary>The time until which the secret before signs too.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <inheritdoc cref="WebhookView.CreatedAt"/>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc cref="WebhookView.FailingSince"/>
    public DateTimeOffset? FailingSince { get; init; }

    /// <inheritdoc cref="WebhookView.DisabledAt"/>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <inheritdoc cref="WebhookView.DeliveredAt"/>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <inheritdoc cref="WebhookView.Dropped"/>
    public long Dropped { get; init; }

    /// <summary>The events that wait, oldest first.</summary>
    public ImmutableArray<PendingDelivery> Pending { get; init; } = [];

    /// <summary>The latest attempts, newest first.</summary>
    public ImmutableArray<WebhookDelivery> Deliveries { get; init; } = [];
}

/// <summary>An event that waits for delivery.</summary>
/// <param name="EventId">The event's id.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Body">The body to send.</param>
/// <param name="QueuedAt">When the event was queued, UTC.</param>
/// <param name="Rounds">The number of failed rounds of attempts.</param>
/// <param name="Attempts">The number of attempts so far.</param>
/// <param name="NextAt">When the next attempt is due, UTC.</param>
public sealed record PendingDelivery(
    string EventId,
    string Type,
    string Body,
    DateTimeOffset QueuedAt,
    int Rounds,
    int Attempts,
    DateTimeOffset NextAt);
