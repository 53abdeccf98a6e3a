using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Feeds;

/// <summary>Source-generated JSON contracts of feeds.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
        typeof(CamelCaseEnumConverter<FeedKind>),
        typeof(CamelCaseEnumConverter<FeedState>),
    ])]
[JsonSerializable(typeof(FeedView))]
[JsonSerializable(typeof(FeedList))]
internal sealed partial class FeedJson : JsonSerializerContext;

/// <summary>The response to <c>GET /v1/feeds</c>.</summary>
/// <param name="Feeds">All feeds by name.</param>
internal sealed record FeedList(IReadOnlyList<FeedView> Feeds);
