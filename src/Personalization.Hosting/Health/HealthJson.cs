using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Hosting.Health;

/// <summary>Source-generated JSON of the health endpoints.</summary>
/// <remarks>Silos and APIs answer with the same document.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthResponse))]
internal sealed partial class HealthJson : JsonSerializerContext;
