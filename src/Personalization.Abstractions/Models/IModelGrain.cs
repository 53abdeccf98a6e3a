using Orleans.Concurrency;

namespace Personalization.Abstractions.Models;

/// <summary>The one owner of the model versions: which exist, which serves. Not on the read path. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Models.IModelGrain"), Alias("Personalization.IModelGrain")]
public interface IModelGrain : IGrainWithIntegerKey
{
    /// <summary>All versions and the state of training.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ModelCatalog> GetAsync();

    /// <summary>Starts training on the whole event log unless one runs; a version that passes its offline gate goes live by itself, or by a rollout where that is set.</summary>
    /// <param name="seed">Null for the configured one.</param>
    /// <returns>The status right after; <see cref="TrainingStatus.Running"/> is true. False as second value when one already ran, or when the behaviour data are not to be trusted now (<see cref="TrainingStatus.Held"/>).</returns>
    [Alias("Train")]
    ValueTask<(TrainingStatus Status, bool Started)> TrainAsync(int? seed);

    /// <summary>Makes a version live, also one the gate refused: a person's decision.</summary>
    /// <exception cref="KeyNotFoundException">There is no such version.</exception>
    [Alias("Promote")]
    ValueTask<ModelCatalog> PromoteAsync(string version);

    /// <summary>Makes the previous version live and marks the present one as rolled back.</summary>
    /// <exception cref="InvalidOperationException">There is no previous version.</exception>
    [Alias("RollBack")]
    ValueTask<ModelCatalog> RollBackAsync();

    /// <summary>Has every silo hold a version beside the live one for a purpose, in place of the one held for it before; returns when the silos do or had their time.</summary>
    /// <param name="purpose">Who wants it; a version is held while any purpose names it.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="KeyNotFoundException">There is no such version.</exception>
    /// <exception cref="InvalidOperationException">As many versions are held as silos have room for.</exception>
    [Alias("Hold")]
    ValueTask<ModelCatalog> HoldAsync(string purpose, string version);

    /// <summary>Ends <see cref="HoldAsync"/>; nothing happens when the purpose names no version.</summary>
    /// <param name="purpose">Who wanted it.</param>
    /// <param name="verdict">What the version is from now on, unless it serves; null leaves it as it is.</param>
    [Alias("LetGo")]
    ValueTask<ModelCatalog> LetGoAsync(string purpose, ModelVersionStatus? verdict);

    /// <summary>From now on (until a minute without renewal) tells <paramref name="observer"/> of every change of the versions that serve.</summary>
    [Alias("Subscribe")]
    ValueTask<ModelCatalog> SubscribeAsync(IModelObserver observer);

    /// <summary>For the trainer only: takes in a version whose artifact is in the model store. One that passed its gate goes live at once, unless versions are rolled out in stages and another is live.</summary>
    [Alias("Complete")]
    ValueTask CompleteTrainingAsync(ModelVersion? version, string? error);
}
