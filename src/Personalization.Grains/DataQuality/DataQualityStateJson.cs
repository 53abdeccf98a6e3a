using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Engine.DataQuality;

namespace Personalization.Grains.DataQuality;

/// <summary>
/// Source-generated JSON of the stored state of data-quality monitoring. Names on disk are camel case; null is left
/// out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DataQualityMonitorState))]
internal sealed partial class DataQualityStateJson : JsonSerializerContext;
