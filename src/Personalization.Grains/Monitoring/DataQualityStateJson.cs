using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Engine.Monitoring;

namespace Personalization.Grains.Monitoring;

/// <summary>Source-generated JSON of the stored state of data-quality monitoring. Names on disk are camel case; null is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BehaviourWatchState))]
internal sealed partial class DataQualityStateJson : JsonSerializerContext;
