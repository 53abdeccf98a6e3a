using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Rollouts;

/// <summary>
/// Source-generated JSON of the stored state of rollouts. Names on disk are camel case; null is left out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RolloutGrainState))]
internal sealed partial class RolloutStateJson : JsonSerializerContext;
