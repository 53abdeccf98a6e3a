using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Rollouts;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Rollouts;

/// <summary>Source-generated JSON contracts of rollouts.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter),
        typeof(ItemIdJsonConverter),
        typeof(CamelCaseEnumConverter<RolloutStage>),
        typeof(CamelCaseEnumConverter<GuardrailVerdict>),
    ])]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(RolloutList))]
[JsonSerializable(typeof(RawRollout))]
internal sealed partial class RolloutJson : JsonSerializerContext;

/// <summary>The response to <c>GET /v1/rollouts</c>.</summary>
/// <param name="Rollouts">The rollouts, newest first.</param>
internal sealed record RolloutList(ImmutableArray<Rollout> Rollouts);
