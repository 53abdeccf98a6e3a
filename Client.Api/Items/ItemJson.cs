using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Items;

/// <summary>Source-generated JSON contracts of catalog items.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
        typeof(CamelCaseEnumConverter<OutcomeStatus>),
    ])]
[JsonSerializable(typeof(RawItem))]
[JsonSerializable(typeof(RawItem[]))]
[JsonSerializable(typeof(ItemResponse))]
[JsonSerializable(typeof(RawItemIds))]
[JsonSerializable(typeof(ItemsResponse))]
[JsonSerializable(typeof(ItemPageResponse))]
[JsonSerializable(typeof(ItemBatchOutcome))]
internal sealed partial class ItemJson : JsonSerializerContext;
