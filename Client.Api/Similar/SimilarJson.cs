using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Similar;

/// <summary>Source-generated JSON contracts of similar items.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RawSimilar))]
internal sealed partial class SimilarJson : JsonSerializerContext;
