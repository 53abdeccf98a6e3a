using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Engine.Retraining;

namespace Personalization.Grains.Retraining;

/// <summary>
/// Source-generated JSON of the stored state of retraining. Names on disk are camel case; null is left out.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RetrainingProgress))]
internal sealed partial class RetrainingStateJson : JsonSerializerContext;
