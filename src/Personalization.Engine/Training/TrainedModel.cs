using Personalization.Abstractions.Models;

namespace Personalization.Engine.Training;

/// <summary>What a training made.</summary>
/// <param name="Version">What is known of it. <see cref="ModelVersion.Status"/> is Candidate when it passed its gate and Refused when not; <see cref="ModelVersion.TrainingSeconds"/> is 0, the caller has the clock.</param>
/// <param name="Files">The artifact, by file name.</param>
public sealed record TrainedModel(ModelVersion Version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>Whether a learnt ranker ranks and why, in a sentence.</summary>
    public string RankerNote { get; init; } = string.Empty;

    /// <summary>False when the machine cannot learn a ranker: something its native library needs is missing.</summary>
    public bool RankerAvailable { get; init; } = true;
}
