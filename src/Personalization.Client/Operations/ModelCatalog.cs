namespace Personalization.Client.Operations;

/// <summary>All model versions and the ones that serve.</summary>
public sealed record ModelCatalog
{
    /// <summary>The serving version; null before the first.</summary>
    public string? Live { get; init; }

    /// <summary>The version that a rollback returns to; null for none.</summary>
    public string? Previous { get; init; }

    /// <summary>All stored versions, newest first.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; init => field = value ?? []; } = [];

    /// <summary>The training that runs, or the last one.</summary>
    public TrainingStatus Training { get; init => field = value ?? new(); } = new();
}

/// <summary>A trained model version.</summary>
public sealed record ModelVersion
{
    /// <summary>The version's name; later versions sort later.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary><c>candidate</c>, <c>live</c>, <c>previous</c>, <c>refused</c> or <c>rolledBack</c>.</summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>When training ended.</summary>
    public DateTimeOffset TrainedAt { get; init; }

    /// <summary>The number of events used in training.</summary>
    public long Events { get; init; }

    /// <summary>The number of users of those events.</summary>
    public int Users { get; init; }

    /// <summary>The number of items the version can recommend.</summary>
    public int Items { get; init; }

    /// <summary>The duration of training, seconds.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>The size of the artifact, bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The seed of the training.</summary>
    public int Seed { get; init; }

    /// <summary>The evaluation on the hold-out; null when it has none.</summary>
    public OfflineReport? Report { get; init; }
}

/// <summary>The evaluation of a version on the hold-out.</summary>
public sealed record OfflineReport
{
    /// <summary>The number of held-out cases.</summary>
    public int Cases { get; init; }

    /// <summary>The length of the evaluated lists.</summary>
    public int ListLength { get; init; }

    /// <summary>
    /// The metrics of the version (<c>engine</c>), of its sources and of the baseline <c>popular</c>.
    /// </summary>
    public IReadOnlyDictionary<string, OfflineMetrics> Metrics { get; init => field = value ?? None; } = None;

    /// <summary>Whether the version may go live automatically.</summary>
    public bool Passed { get; init; }

    /// <summary>Why it passed or failed, in one sentence.</summary>
    public string? Verdict { get; init; }

    private static IReadOnlyDictionary<string, OfflineMetrics> None { get; } =
        new Dictionary<string, OfflineMetrics>();
}

/// <summary>Ranking metrics, each a mean over the held-out cases, 0 to 1.</summary>
/// <param name="HitRate">The share of cases whose item is on the list.</param>
/// <param name="Ndcg">1 / log2(rank + 1) of the item; 0 when it is not on the list.</param>
/// <param name="Mrr">1 / rank of the item; 0 when it is not on the list.</param>
/// <param name="Coverage">The share of the known items that is on any list.</param>
public sealed record OfflineMetrics(double HitRate, double Ndcg, double Mrr, double Coverage);

/// <summary>The training that runs, or the last one.</summary>
public sealed record TrainingStatus
{
    /// <summary>Whether a training runs.</summary>
    public bool Running { get; init; }

    /// <summary>The phase, or <c>done</c>, <c>failed</c>, <c>held</c> or <c>none</c>.</summary>
    public string Step { get; init; } = "none";

    /// <summary>The finished share, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>The version that the training made; null before it exists.</summary>
    public string? Version { get; init; }

    /// <summary>Why the training failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The name of the version that the training makes; null before it is known.</summary>
    public string? PlannedVersion { get; init; }
}
