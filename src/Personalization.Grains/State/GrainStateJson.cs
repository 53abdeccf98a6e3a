using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Storage;
using Personalization.Engine.Experiments.Exploration;
using Personalization.Engine.Learning;
using Personalization.Engine.Monitoring;
using Personalization.Engine.Profiles;
using Personalization.Grains.Experiments;
using Personalization.Grains.Feeds;
using Personalization.Grains.Models;
using Personalization.Grains.Rollouts;

namespace Personalization.Grains.State;

/// <summary>Source-generated JSON of the grains' stored state.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UserIdJsonConverter), typeof(ItemIdJsonConverter), typeof(JsonStringEnumConverter<Abstractions.Models.ModelVersionStatus>), typeof(JsonStringEnumConverter<Abstractions.Feeds.FeedState>),
        typeof(JsonStringEnumConverter<Abstractions.Monitoring.BreakKind>), typeof(JsonStringEnumConverter<Abstractions.Experiments.ExperimentStatus>),
        typeof(JsonStringEnumConverter<Abstractions.Rollouts.RolloutStage>), typeof(JsonStringEnumConverter<Abstractions.Rollouts.GuardrailVerdict>)])]
[JsonSerializable(typeof(ProfileSnapshot))]
[JsonSerializable(typeof(ModelGrainState))]
[JsonSerializable(typeof(FeedGrainState))]
[JsonSerializable(typeof(BehaviourWatchState))]
[JsonSerializable(typeof(ExperimentsState))]
[JsonSerializable(typeof(ResultsState))]
[JsonSerializable(typeof(ExplorationState))]
[JsonSerializable(typeof(RewardState))]
[JsonSerializable(typeof(RolloutGrainState))]
[JsonSerializable(typeof(LearningProgress))]
internal sealed partial class GrainStateJson : JsonSerializerContext;
