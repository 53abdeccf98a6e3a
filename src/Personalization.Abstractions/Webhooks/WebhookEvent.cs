namespace Personalization.Abstractions.Webhooks;

/// <summary>An event for webhooks. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.WebhookEvent")]
public sealed record WebhookEvent
{
    /// <summary>The id. The same event always has the same id, so that a receiver can drop a repetition.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The type, one of <see cref="WebhookEventTypes"/>.</summary>
    [Id(1)]
    public required string Type { get; init; }

    /// <summary>When the event happened, UTC.</summary>
    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The details as a JSON object.</summary>
    [Id(3)]
    public required string Data { get; init; }
}
