using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Webhooks;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Webhooks;

/// <summary>Source-generated JSON contracts of webhooks.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter<WebhookStatus>)])]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(NewWebhookResponse))]
[JsonSerializable(typeof(WebhookDeliveryList))]
[JsonSerializable(typeof(WebhookTestResponse))]
[JsonSerializable(typeof(RawWebhook))]
[JsonSerializable(typeof(RawSecret))]
internal sealed partial class WebhookJson : JsonSerializerContext;

/// <summary>The body of a new webhook.</summary>
internal sealed record RawWebhook
{
    /// <summary>The receiver's URL, http or https. Private addresses need the setting AllowPrivateAddresses.</summary>
    [Required, MinLength(1), MaxLength(2_048)]
    public string? Url { get; init; }

    /// <summary>The types of the events that it receives, for example rollout.rolledBack.</summary>
    [Required, MinLength(1), MaxLength(32)]
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>The secret: whsec_ and base64 of 24 to 64 bytes; not set to create one.</summary>
    [MaxLength(128)]
    public string? Secret { get; init; }
}

/// <summary>The body of a rotation of a webhook's secret.</summary>
internal sealed record RawSecret
{
    /// <summary>The default of <see cref="GraceMinutes"/>.</summary>
    public const int DefaultGraceMinutes = 1_440;

    /// <summary>The new secret: whsec_ and base64 of 24 to 64 bytes; not set to create one.</summary>
    [MaxLength(128)]
    public string? Secret { get; init; }

    /// <summary>How long deliveries also carry the signature of the old secret, minutes.</summary>
    [Range(0, 10_080)]
    public int? GraceMinutes { get; init; }
}

/// <summary>The response to <c>GET /v1/webhooks</c>.</summary>
/// <param name="Webhooks">The webhooks, oldest first.</param>
internal sealed record WebhookList(ImmutableArray<WebhookView> Webhooks);

/// <summary>The response that shows the secret of a webhook, once.</summary>
/// <param name="Secret">The secret that signs deliveries.</param>
/// <param name="Webhook">The webhook.</param>
internal sealed record NewWebhookResponse(string Secret, WebhookView Webhook);

/// <summary>The delivery log of a webhook.</summary>
/// <param name="Deliveries">The latest 100 attempts, newest first.</param>
internal sealed record WebhookDeliveryList(ImmutableArray<WebhookDelivery> Deliveries);

/// <summary>The response to a test of a webhook.</summary>
/// <param name="EventId">The id of the queued event.</param>
internal sealed record WebhookTestResponse(string EventId);
