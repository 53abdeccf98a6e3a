using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Popularity;

/// <summary>Source-generated JSON metadata for the stored state of the popularity grain.</summary>
/// <remarks>Stored names are camel case; null values are left out.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PopularityGrainState))]
internal sealed partial class PopularityStateJson : JsonSerializerContext;
