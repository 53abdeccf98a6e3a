using System.Text.Json.Serialization;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>The first file of an artifact: where it comes from, how it is to be used, and what its other files must be.</summary>
internal sealed record ModelManifest
{
    /// <summary>The format this code reads and writes.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The format of the artifact.</summary>
    public required int Format { get; init; }

    /// <summary>The version's name.</summary>
    public required string Version { get; init; }

    /// <summary>When it was trained, UTC.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>The number of events, users and items it was trained on.</summary>
    public required long Events { get; init; }

    /// <summary>How many users those events are of.</summary>
    public required int Users { get; init; }

    /// <summary>How many items it knows.</summary>
    public required int Items { get; init; }

    /// <summary>How many sessions it looks through.</summary>
    public required int Sessions { get; init; }

    /// <summary>The time of the oldest event.</summary>
    public DateTimeOffset? FirstEventAt { get; init; }

    /// <summary>The time of the newest event.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>The version whose choices it kept and whose factors it went on from; null when it chose for itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshOf { get; init; }

    /// <summary>How many events the log had when the choices were made; null when it is <see cref="Events"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ChosenEvents { get; init; }

    /// <summary>The options it was trained with.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The factor model's parameters.</summary>
    public required FactorParameters Factors { get; init; }

    /// <summary>The session source's parameters.</summary>
    public required SessionParameters SessionNeighbours { get; init; }

    /// <summary>The co-visitation source's parameters.</summary>
    public required SeedWeights CoVisitation { get; init; }

    /// <summary>The linear source's parameters.</summary>
    public required SeedWeights Linear { get; init; }

    /// <summary>The transitions' parameters.</summary>
    public required SeedWeights Transitions { get; init; }

    /// <summary>The repeats' parameters; null in artifacts written before there were any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeedWeights? Repeats { get; init; }

    /// <summary>The map from the catalogue; null when the catalogue said nothing of the log's items, and in artifacts written before there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestContent? Content { get; init; }

    /// <summary>How all sources were trained.</summary>
    public required SourceParameters Parameters { get; init; }

    /// <summary>The choices made on the hold-out, with their evidence; empty when the log was too small to choose on.</summary>
    public required IReadOnlyList<ManifestChoice> Choices { get; init; }

    /// <summary>The blend for lists of items the user has not met.</summary>
    public required ManifestBlend Blend { get; init; }

    /// <summary>The learnt ranker; null in artifacts written before there was one.</summary>
    public ManifestRanker? Ranker { get; init; }

    /// <summary>The blend for lists on which what the user has met may come back.</summary>
    public required ManifestBlend Returning { get; init; }

    /// <summary>The blend for candidates that are given; null in artifacts written before there was one: those rank them by <see cref="Blend"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestBlend? Given { get; init; }

    /// <summary>How many cases of the hold-out were ranked.</summary>
    public required int HoldOutCases { get; init; }

    /// <summary>How each ranked them.</summary>
    public required SortedDictionary<string, ManifestMetrics> HoldOutMetrics { get; init; }

    /// <summary>Why it may or may not go live by itself.</summary>
    public required string Verdict { get; init; }

    /// <summary>The other files.</summary>
    public required SortedDictionary<string, ManifestFile> Files { get; init; }

    /// <summary>The checksum of this manifest as written with this field empty, hexadecimal.</summary>
    public required string Checksum { get; init; }
}
