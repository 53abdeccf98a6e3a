using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Engine.Exploration;

namespace Personalization.Grains.Serving;

/// <summary>
/// Source-generated JSON of the learned rewards that silos exchange. Names on disk are camel case; null is left out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RewardState))]
internal sealed partial class RewardStateJson : JsonSerializerContext;
