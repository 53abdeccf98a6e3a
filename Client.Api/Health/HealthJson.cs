using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Hosting.Health;

namespace Personalization.Client.Api.Health;

/// <summary>Source-generated JSON contracts of health.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthResponse))]
internal sealed partial class HealthJson : JsonSerializerContext;
