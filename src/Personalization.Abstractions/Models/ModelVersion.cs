using Personalization.Abstractions.Retraining;

namespace Personalization.Abstractions.Models;

/// <summary>A trained, immutable artifact and where it stands.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ModelVersion")]
public sealed record ModelVersion
{
    /// <summary>The version's name; later versions sort later.</summary>
    [Id(0)]
    public required string Version { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public required ModelVersionStatus Status { get; init; }

    /// <summary>When its training ended, UTC.</summary>
    [Id(2)]
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>How many events it was trained on.</summary>
    [Id(3)]
    public required long Events { get; init; }

    /// <summary>How many users those events are of.</summary>
    [Id(4)]
    public required int Users { get; init; }

    /// <summary>How many items it can recommend.</summary>
    [Id(5)]
    public required int Items { get; init; }

    /// <summary>The time of the oldest event, UTC; null when there was none.</summary>
    [Id(6)]
    public DateTimeOffset? FirstEventAt { get; init; }

    /// <summary>The time of the newest event, UTC; null when there was none.</summary>
    [Id(7)]
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>The seed that, with the same events, gives the same artifact.</summary>
    [Id(8)]
    public required int Seed { get; init; }

    /// <summary>How long training took, seconds.</summary>
    [Id(9)]
    public required double TrainingSeconds { get; init; }

    /// <summary>The artifact's size, bytes.</summary>
    [Id(10)]
    public required long Bytes { get; init; }

    /// <summary>How it did on the hold-out.</summary>
    [Id(11)]
    public required OfflineReport Report { get; init; }

    /// <summary>Whether every silo holds it in memory beside the live version, to shadow it or for an arm of an experiment.</summary>
    [Id(12)]
    public bool Held { get; init; }

    /// <summary>What drift is measured against; null of versions trained before it was counted.</summary>
    [Id(13)]
    public DriftBaseline? Baseline { get; init; }
}
