using Personalization.Abstractions.Models;

namespace Personalization.Engine.Training;

/// <summary>The result of a training.</summary>
/// <param name="Version">
/// The record of the version. <see cref="ModelVersion.Status"/> is Candidate when it passed the promotion gate,
/// otherwise Refused. <see cref="ModelVersion.TrainingSeconds"/> is 0: the caller measures the time.
/// </param>
/// <param name="Files">The files of the artifact, by name.</param>
public sealed record TrainedModel(ModelVersion Version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>The decision on the learned ranker and its reason, in one sentence.</summary>
    public string RankerNote { get; init; } = string.Empty;

    /// <summary>False when this machine cannot train a ranker because a native library is missing.</summary>
    public bool RankerAvailable { get; init; } = true;
}
