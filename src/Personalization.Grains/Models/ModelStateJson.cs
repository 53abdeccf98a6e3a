using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Models;

/// <summary>
/// Source-generated JSON of the model grain's stored state. Names on disk are camel case; null is left out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelGrainState))]
internal sealed partial class ModelStateJson : JsonSerializerContext;
