using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.EventLog;

/// <summary>Source-generated JSON metadata for log entries and catalog items.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectRequiredConstructorParameters = false,
    Converters = [typeof(UserIdJsonConverter), typeof(ItemIdJsonConverter)])]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(CatalogItem))]
public sealed partial class StorageJson : JsonSerializerContext;
