using System.Text.Json.Serialization;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Models;

/// <summary>The manifest of a model artifact: its origin, its parameters and the checksums of its files.</summary>
internal sealed record ModelManifest
{
    /// <summary>The format that this version reads and writes.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The format of the artifact.</summary>
    public required int Format { get; init; }

    /// <summary>The name of the version.</summary>
    public required string Version { get; init; }

    /// <summary>The time of the training, UTC.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>The number of events in the training.</summary>
    public required long Events { get; init; }

    /// <summary>The number of users with these events.</summary>
    public required int Users { get; init; }

    /// <summary>The number of items.</summary>
    public required int Items { get; init; }

    /// <summary>The number of sessions of the session source.</summary>
    public required int Sessions { get; init; }

    /// <summary>The time of the oldest event; null without events.</summary>
    public DateTimeOffset? FirstEventAt { get; init; }

    /// <summary>The time of the newest event; null without events.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>
    /// The version that this version refreshes: same choices, factors continued. Null for a full training.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefreshOf { get; init; }

    /// <summary>The number of events at the time of the choices; null if equal to <see cref="Events"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ChosenEvents { get; init; }

    /// <summary>The options of the training.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>The parameters of the factor model.</summary>
    public required FactorParameters Factors { get; init; }

    /// <summary>The parameters of the session source.</summary>
    public required SessionParameters SessionNeighbours { get; init; }

    /// <summary>The weighting of the user's items in the co-visitation source.</summary>
    public required SeedWeights CoVisitation { get; init; }

    /// <summary>The weighting of the user's items in the linear source.</summary>
    public required SeedWeights Linear { get; init; }

    /// <summary>The weighting of the user's items in the transition source.</summary>
    public required SeedWeights Transitions { get; init; }

    /// <summary>
    /// The weighting of the user's items in the repeat source; null in an artifact written before this source existed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeedWeights? Repeats { get; init; }

    /// <summary>
    /// The content map; null if the catalog had none of the items of the log, and in an artifact written before content
    /// maps existed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestContent? Content { get; init; }

    /// <summary>The training parameters of all sources.</summary>
    public required SourceParameters Parameters { get; init; }

    /// <summary>The choices made on the hold-out, with their evidence; empty if the log was too small.</summary>
    public required IReadOnlyList<ManifestChoice> Choices { get; init; }

    /// <summary>The blend for lists of unseen items.</summary>
    public required ManifestBlend Blend { get; init; }

    /// <summary>The learned ranker; null in an artifact written before rankers existed.</summary>
    public ManifestRanker? Ranker { get; init; }

    /// <summary>The blend for lists that may repeat seen items.</summary>
    public required ManifestBlend Returning { get; init; }

    /// <summary>
    /// The blend for candidates of the caller; null in an artifact written before this blend existed, which ranks them
    /// by <see cref="Blend"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestBlend? Given { get; init; }

    /// <summary>The number of evaluated hold-out cases.</summary>
    public required int HoldOutCases { get; init; }

    /// <summary>The metrics of each ranker on the hold-out, by name.</summary>
    public required SortedDictionary<string, ManifestMetrics> HoldOutMetrics { get; init; }

    /// <summary>The reason why the version may or may not go live automatically.</summary>
    public required string Verdict { get; init; }

    /// <summary>The other files, by name.</summary>
    public required SortedDictionary<string, ManifestFile> Files { get; init; }

    /// <summary>The checksum of this manifest with this field empty, XxHash128, hexadecimal.</summary>
    public required string Checksum { get; init; }
}

/// <summary>A blend of a version and its evidence.</summary>
/// <param name="Weights">The weights of the sources.</param>
/// <param name="Learned">True if the weights were tuned on this log; false for the default weights.</param>
/// <param name="Cases">The number of validation cases of the tuning.</param>
/// <param name="ValidationNdcg">The NDCG of the weights on the validation cases.</param>
/// <param name="DefaultNdcg">The NDCG of the default weights on the validation cases.</param>
internal sealed record ManifestBlend(
    BlendWeights Weights,
    [property: JsonPropertyName("learnt")] bool Learned,
    int Cases,
    double ValidationNdcg,
    double DefaultNdcg);

/// <summary>A choice made on the hold-out, with its evidence.</summary>
/// <param name="Source">The name of the source.</param>
/// <param name="Chosen">The chosen setting.</param>
/// <param name="Ndcg">The NDCG of the source alone with the chosen setting.</param>
/// <param name="Tried">The alternatives, in the order of the search.</param>
internal sealed record ManifestChoice(
    string Source, string Chosen, double Ndcg, IReadOnlyList<ManifestTrial> Tried);

/// <summary>One alternative of a <see cref="ManifestChoice"/>.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Ndcg">The NDCG of the source alone with this setting.</param>
internal sealed record ManifestTrial(string Setting, double Ndcg);

/// <summary>The comparison of the learned ranker with the blend on one kind of list.</summary>
/// <param name="Used">True if the ranker ranks lists of this kind: it is better by two standard errors.</param>
/// <param name="Cases">The number of validation cases.</param>
/// <param name="Ndcg">The NDCG of the ranker.</param>
/// <param name="BlendNdcg">The NDCG of the blend.</param>
/// <param name="Error">The standard error of the difference.</param>
internal sealed record ManifestComparison(bool Used, int Cases, double Ndcg, double BlendNdcg, double Error);

/// <summary>The content map of a version: it predicts factor vectors from catalog items.</summary>
/// <param name="Used">True if the version has a content map. False if the catalog explains none of the variance of
/// the vectors, or if lists are better without the map.</param>
/// <param name="Ridge">The regularization of the coefficients.</param>
/// <param name="PriorBelow">Items with fewer choices than this use the vector of their content as a prior.</param>
/// <param name="PriorWeight">The strength of the prior, as a multiple of the unobserved weight.</param>
/// <param name="Explained">The share of the variance of left-out item vectors that the map explains.</param>
internal sealed record ManifestContent(bool Used, float Ridge, int PriorBelow, float PriorWeight, double Explained);

/// <summary>The learned ranker of a version and the reason for its use.</summary>
/// <param name="Available">True if the training machine could train a ranker.</param>
/// <param name="Note">The reason, one sentence.</param>
/// <param name="Lists">The number of lists in the training of the ranker.</param>
/// <param name="Fresh">The comparison on lists of unseen items; null if there was none.</param>
/// <param name="Returning">The comparison on lists that may repeat seen items; null if there was none.</param>
/// <param name="Features">The names of the features, in order; empty if the blend ranks.</param>
internal sealed record ManifestRanker(
    bool Available,
    string Note,
    int Lists,
    ManifestComparison? Fresh,
    ManifestComparison? Returning,
    IReadOnlyList<string> Features)
{
    /// <summary>
    /// The comparison on candidates of the caller with the blend for such candidates. Null if the ranker does not
    /// rank lists of unseen items, and in an artifact written before this blend existed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestComparison? Given { get; init; }

    /// <summary>
    /// True if the ranker ranks candidates of the caller: it ranks lists of unseen items, and the hold-out does not
    /// show that the blend is better.
    /// </summary>
    [JsonIgnore]
    public bool RanksGiven => Fresh is { Used: true } && Given is not { Used: false };
}

/// <summary>The evaluation metrics of one ranker.</summary>
/// <remarks>
/// A separate type, because the Orleans attributes of the shared type need Orleans, which an engine process may not
/// load.
/// </remarks>
/// <param name="HitRate">The hit rate, 0 to 1.</param>
/// <param name="Ndcg">The normalized discounted cumulative gain, 0 to 1.</param>
/// <param name="Mrr">The mean reciprocal rank, 0 to 1.</param>
/// <param name="Coverage">The share of the items that are on a list, 0 to 1.</param>
internal sealed record ManifestMetrics(double HitRate, double Ndcg, double Mrr, double Coverage);

/// <summary>The length and checksum of a file.</summary>
/// <param name="Bytes">The length, bytes.</param>
/// <param name="XxHash128">The checksum, hexadecimal.</param>
internal sealed record ManifestFile(long Bytes, string XxHash128);

/// <summary>The part of a manifest that all formats share.</summary>
/// <param name="Format">The format of the artifact.</param>
internal sealed record ManifestFormat(int Format);
