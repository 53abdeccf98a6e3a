using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>Source-generated JSON contracts of events and their outcomes.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
        typeof(CamelCaseEnumConverter<OutcomeStatus>),
    ])]
[JsonSerializable(typeof(RawEvent))]
[JsonSerializable(typeof(RawEvent[]))]
[JsonSerializable(typeof(EventBatchOutcome))]
internal sealed partial class EventJson : JsonSerializerContext;
