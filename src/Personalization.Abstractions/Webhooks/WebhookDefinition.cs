using System.Collections.Immutable;

namespace Personalization.Abstractions.Webhooks;

/// <summary>A new webhook. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.WebhookDefinition")]
public sealed record WebhookDefinition
{
    /// <summary>The id: lower-case letters and digits.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The receiver's URL, HTTP or HTTPS.</summary>
    [Id(1)]
    public required string Url { get; init; }

    /// <summary>The types of the events that it receives.</summary>
    [Id(2)]
    public required ImmutableArray<string> Events { get; init; }

    /// <summary>The secret that signs deliveries: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    [Id(3)]
    public required string Secret { get; init; }
}
