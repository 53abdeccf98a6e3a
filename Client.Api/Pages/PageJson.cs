using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Pages;

/// <summary>Source-generated JSON contracts of pages.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
    ])]
[JsonSerializable(typeof(RawPage))]
[JsonSerializable(typeof(PageResponse))]
internal sealed partial class PageJson : JsonSerializerContext;
