using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.DataQuality;

/// <summary>Source-generated JSON contracts of data quality.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
        typeof(CamelCaseEnumConverter<BreakKind>),
    ])]
[JsonSerializable(typeof(DataQualityView))]
internal sealed partial class DataQualityJson : JsonSerializerContext;
