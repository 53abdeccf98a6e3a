using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Webhooks;

/// <summary>Source-generated JSON contracts of webhooks.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookDeliveryList))]
[JsonSerializable(typeof(WebhookTest))]
[JsonSerializable(typeof(WebhookRequest))]
internal sealed partial class WebhookJson : JsonSerializerContext;

/// <summary>The body of a change.</summary>
internal sealed record WebhookRequest
{
    public string? Url { get; init; }

    public IReadOnlyList<string>? Events { get; init; }

    public string? Secret { get; init; }

    public int? GraceMinutes { get; init; }
}

/// <summary>The answer with all webhooks.</summary>
internal sealed record WebhookList(IReadOnlyList<Webhook>? Webhooks);

/// <summary>The answer with the delivery log.</summary>
internal sealed record WebhookDeliveryList(IReadOnlyList<WebhookDelivery>? Deliveries);

/// <summary>The answer to a test.</summary>
internal sealed record WebhookTest(string EventId);
