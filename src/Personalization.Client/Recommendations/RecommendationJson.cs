using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Recommendations;

/// <summary>Source-generated JSON contracts of lists and pages.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecommendationList))]
[JsonSerializable(typeof(RankQuery))]
[JsonSerializable(typeof(SimilarQuery))]
[JsonSerializable(typeof(PageQuery))]
[JsonSerializable(typeof(RecommendationPage))]
internal sealed partial class RecommendationJson : JsonSerializerContext;
