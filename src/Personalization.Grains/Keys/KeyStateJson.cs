using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Keys;

/// <summary>Source-generated JSON of the stored keys. Names on disk are camel case; null is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeysState))]
internal sealed partial class KeyStateJson : JsonSerializerContext;
