using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Feeds;

/// <summary>Source-generated JSON of a feed's stored state. Names on disk are camel case; null is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeedGrainState))]
internal sealed partial class FeedStateJson : JsonSerializerContext;
