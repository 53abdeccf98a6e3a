using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Experiments;
using Personalization.Grains.Feeds;
using Personalization.Grains.Keys;
using Personalization.Grains.Merchandising;
using Personalization.Grains.Models;
using Personalization.Grains.Popularity;
using Personalization.Grains.Retraining;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;
using Personalization.Grains.Users;
using Personalization.Grains.Webhooks;

namespace Personalization.Grains;

/// <summary>Stores grain state as plain JSON without type names, so that every later version reads it.</summary>
/// <remarks>
/// Orleans' own JSON serializer writes assembly names and reads a stored false back as an initialised true.
/// Each grain folder declares the JSON of its state; this class combines them.
/// </remarks>
public sealed class GrainStateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new UserIdJsonConverter(),
            new ItemIdJsonConverter(),
            new JsonStringEnumConverter<ModelVersionStatus>(),
            new JsonStringEnumConverter<FeedState>(),
            new JsonStringEnumConverter<BreakKind>(),
            new JsonStringEnumConverter<ExperimentStatus>(),
            new JsonStringEnumConverter<RolloutStage>(),
            new JsonStringEnumConverter<GuardrailVerdict>(),
            new JsonStringEnumConverter<RuleStatus>(),
        },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(
            ProfileStateJson.Default,
            ModelStateJson.Default,
            FeedStateJson.Default,
            DataQualityStateJson.Default,
            ExperimentStateJson.Default,
            RewardStateJson.Default,
            PopularityStateJson.Default,
            RolloutStateJson.Default,
            RetrainingStateJson.Default,
            KeyStateJson.Default,
            MerchandisingStateJson.Default,
            WebhookStateJson.Default),
    };

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Options)!;
}
