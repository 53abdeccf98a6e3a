using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Events;

/// <summary>Source-generated JSON contracts of events.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InteractionEvent))]
[JsonSerializable(typeof(InteractionEvent[]))]
[JsonSerializable(typeof(EventBatchResult))]
internal sealed partial class EventJson : JsonSerializerContext;
