using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Webhooks;

/// <summary>Source-generated JSON of the stored webhooks. Names on disk are camel case; null is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhooksState))]
[JsonSerializable(typeof(WebhookState))]
internal sealed partial class WebhookStateJson : JsonSerializerContext;
