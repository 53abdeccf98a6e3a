using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Operations;

/// <summary>Source-generated JSON contracts of operations.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelCatalog))]
[JsonSerializable(typeof(LiveEntry))]
[JsonSerializable(typeof(TrainingStatus))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(RolloutList))]
[JsonSerializable(typeof(Experiment))]
[JsonSerializable(typeof(ExperimentDefinition))]
[JsonSerializable(typeof(ExperimentReport))]
[JsonSerializable(typeof(ExperimentList))]
[JsonSerializable(typeof(DataQuality))]
[JsonSerializable(typeof(Feed))]
[JsonSerializable(typeof(FeedList))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(UserToken))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(SettingList))]
[JsonSerializable(typeof(OperationRequest))]
internal sealed partial class OperationsJson : JsonSerializerContext;

/// <summary>The body of a change. Only the fields of the change are set.</summary>
internal sealed record OperationRequest
{
    public string? Version { get; init; }

    public string? Reason { get; init; }

    public double? Share { get; init; }

    public int? Seed { get; init; }

    public string? Name { get; init; }

    public string? Role { get; init; }

    public IReadOnlyList<string>? Origins { get; init; }

    public int? GraceMinutes { get; init; }

    public string? UserId { get; init; }
}

/// <summary>The answer with all rollouts.</summary>
internal sealed record RolloutList(IReadOnlyList<Rollout>? Rollouts);

/// <summary>The answer with all experiments.</summary>
internal sealed record ExperimentList(IReadOnlyList<Experiment>? Experiments);

/// <summary>The answer with all feeds.</summary>
internal sealed record FeedList(IReadOnlyList<Feed>? Feeds);

/// <summary>The answer with all settings.</summary>
internal sealed record SettingList(IReadOnlyList<Setting>? Settings);
