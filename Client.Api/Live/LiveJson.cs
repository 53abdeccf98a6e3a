using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Live;

/// <summary>Source-generated JSON contracts of live entries.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter<FallbackLevel>)])]
[JsonSerializable(typeof(LiveEntry))]
internal sealed partial class LiveJson : JsonSerializerContext;
