using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Rollouts;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Feeds;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Models;
using Personalization.Client.Api.Recommendations;
using Personalization.Client.Api.Rollouts;
using Personalization.Client.Api.Users;
using Personalization.Hosting.Health;

namespace Personalization.Client.Api.Json;

/// <summary>Source-generated JSON of everything that goes over the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UserIdJsonConverter), typeof(ItemIdJsonConverter), typeof(CamelCaseEnumConverter<OutcomeStatus>), typeof(CamelCaseEnumConverter<ModelVersionStatus>),
        typeof(CamelCaseEnumConverter<FeedKind>), typeof(CamelCaseEnumConverter<FeedState>),
        typeof(CamelCaseEnumConverter<BreakKind>),
        typeof(CamelCaseEnumConverter<RolloutStage>), typeof(CamelCaseEnumConverter<GuardrailVerdict>)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RawEvent))]
[JsonSerializable(typeof(RawEvent[]))]
[JsonSerializable(typeof(EventBatchOutcome))]
[JsonSerializable(typeof(RecommendationResponse))]
[JsonSerializable(typeof(RawRank))]
[JsonSerializable(typeof(RawItem))]
[JsonSerializable(typeof(RawItem[]))]
[JsonSerializable(typeof(CatalogItem))]
[JsonSerializable(typeof(ItemBatchOutcome))]
[JsonSerializable(typeof(RawPreferences))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(RawMerge))]
[JsonSerializable(typeof(MergeResult))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(ErasedResponse))]
[JsonSerializable(typeof(RawTrain))]
[JsonSerializable(typeof(TrainingStatus))]
[JsonSerializable(typeof(ModelCatalog))]
[JsonSerializable(typeof(DataQualityView))]
[JsonSerializable(typeof(FeedView))]
[JsonSerializable(typeof(FeedList))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(RolloutList))]
[JsonSerializable(typeof(RawRollout))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
