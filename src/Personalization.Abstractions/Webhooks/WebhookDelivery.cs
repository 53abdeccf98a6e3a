namespace Personalization.Abstractions.Webhooks;

/// <summary>One attempt to deliver an event. Immutable; also the stored form.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.WebhookDelivery")]
public sealed record WebhookDelivery
{
    /// <summary>When the attempt started, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The event's id.</summary>
    [Id(1)]
    public required string EventId { get; init; }

    /// <summary>The event's type.</summary>
    [Id(2)]
    public required string Type { get; init; }

    /// <summary>The number of the attempt for this event, from 1.</summary>
    [Id(3)]
    public required int Attempt { get; init; }

    /// <summary>The HTTP status of the answer; null when there was none.</summary>
    [Id(4)]
    public int? Status { get; init; }

    /// <summary>Why the attempt failed; null when it succeeded.</summary>
    [Id(5)]
    public string? Error { get; init; }

    /// <summary>How long the attempt took, milliseconds.</summary>
    [Id(6)]
    public required double DurationMs { get; init; }
}
