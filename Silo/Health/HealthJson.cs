using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Silo.Health;

/// <summary>Source-generated JSON of the probes' answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext;
