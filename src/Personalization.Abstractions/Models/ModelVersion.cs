using Personalization.Abstractions.Retraining;

namespace Personalization.Abstractions.Models;

/// <summary>A trained model version and its status. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ModelVersion")]
public sealed record ModelVersion
{
    /// <summary>The version's name; later versions sort later.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>The version's status.</summary>
    [Id(1)]
    public required ModelVersionStatus Status { get; init; }

    /// <summary>The time training ended, UTC.</summary>
    [Id(2)]
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>The number of events used in training.</summary>
    [Id(3)]
    public required long Events { get; init; }

    /// <summary>The number of users of those events.</summary>
    [Id(4)]
    public required int Users { get; init; }

    /// <summary>The number of items the version can recommend.</summary>
    [Id(5)]
    public required int Items { get; init; }

    /// <summary>The time of the oldest event, UTC; null without events.</summary>
    [Id(6)]
    public DateTimeOffset? FirstEventAt { get; init; }

    /// <summary>The time of the newest event, UTC; null without events.</summary>
    [Id(7)]
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>The seed of the training. The same seed and events give the same artifact.</summary>
    [Id(8)]
    public required int Seed { get; init; }

    /// <summary>The duration of training, seconds.</summary>
    [Id(9)]
    public required double TrainingSeconds { get; init; }

    /// <summary>The size of the artifact, bytes.</summary>
    [Id(10)]
    public required long Bytes { get; init; }

    /// <summary>The evaluation on the hold-out.</summary>
    [Id(11)]
    public required OfflineReport Report { get; init; }

    /// <summary>
    /// Gets whether every silo has the version pinned in memory beside the live one, for a shadow or for an arm of an
    /// experiment.
    /// </summary>
    [Id(12)]
    public bool Held { get; init; }

    /// <summary>The baseline for drift detection; null for versions trained before it was recorded.</summary>
    [Id(13)]
    public DriftBaseline? Baseline { get; init; }
}

/// <summary>The status of a model version.</summary>
[GenerateSerializer, Alias("Personalization.ModelVersionStatus")]
public enum ModelVersionStatus
{
    /// <summary>Trained and stored, not serving.</summary>
    Candidate = 0,

    /// <summary>Serving.</summary>
    Live = 1,

    /// <summary>Served before the live version; the target of a rollback.</summary>
    Previous = 2,

    /// <summary>Did not pass the offline gate. A person can still promote it.</summary>
    Refused = 3,

    /// <summary>Served and was rolled back; never promoted automatically again.</summary>
    RolledBack = 4,
}
