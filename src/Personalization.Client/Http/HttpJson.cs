using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Http;

/// <summary>Source-generated JSON contracts of error responses and of bodies that are kept as they are.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class HttpJson : JsonSerializerContext;
