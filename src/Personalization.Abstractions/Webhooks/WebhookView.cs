using System.Collections.Immutable;

namespace Personalization.Abstractions.Webhooks;

/// <summary>A webhook and its state, without its secret. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.WebhookView")]
public sealed record WebhookView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The receiver's URL.</summary>
    [Id(1)]
    public required string Url { get; init; }

    /// <summary>The types of the events that it receives.</summary>
    [Id(2)]
    public required ImmutableArray<string> Events { get; init; }

    /// <summary>The state.</summary>
    [Id(3)]
    public required WebhookStatus State { get; init; }

    /// <summary>When it was created, UTC.</summary>
    [Id(4)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first failure since the last success, UTC; null while deliveries succeed.</summary>
    [Id(5)]
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it was disabled after many failures, UTC; null while it is enabled.</summary>
    [Id(6)]
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When an event was last delivered, UTC; null for never.</summary>
    [Id(7)]
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The number of events that wait for delivery.</summary>
    [Id(8)]
    public int Pending { get; init; }

    /// <summary>The number of events that were dropped: the queue was full, or they were too old.</summary>
    [Id(9)]
    public long Dropped { get; init; }

    /// <summary>When the next delivery is due, UTC; null when none waits.</summary>
    [Id(10)]
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The time until which deliveries also carry the signature of the secret before; null for none.</summary>
    [Id(11)]
    public DateTimeOffset? OldSecretUntil { get; init; }
}

/// <summary>The state of a webhook.</summary>
public enum WebhookStatus
{
    /// <summary>The last delivery succeeded, or there was none.</summary>
    Active = 0,

    /// <summary>The last delivery failed. It is tried again.</summary>
    Failing = 1,

    /// <summary>Deliveries failed for days. Nothing is sent until an operator resumes the webhook.</summary>
    Disabled = 2,
}
