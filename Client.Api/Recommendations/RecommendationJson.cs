using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Source-generated JSON contracts of lists and rank requests.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
    ])]
[JsonSerializable(typeof(RecommendationResponse))]
[JsonSerializable(typeof(RawRank))]
internal sealed partial class RecommendationJson : JsonSerializerContext;
