using Orleans.Concurrency;

namespace Personalization.Abstractions.Models;

/// <summary>The one owner of the model versions: which exist, which serves. Not on the read path. Key: 0.</summary>
[Alias("Personalization.IModelGrain")]
public interface IModelGrain : IGrainWithIntegerKey
{
    /// <summary>All versions and the state of training.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ModelCatalog> GetAsync();

    /// <summary>Starts training on the whole event log unless one runs; a version that passes its offline gate goes live by itself.</summary>
    /// <param name="seed">Null for the configured one.</param>
    /// <returns>The status right after; <see cref="TrainingStatus.Running"/> is true. False as second value when one already ran.</returns>
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

    /// <summary>From now on (until a minute without renewal) tells <paramref name="observer"/> of a new live version.</summary>
    [Alias("Subscribe")]
    ValueTask<ModelCatalog> SubscribeAsync(IModelObserver observer);

    /// <summary>For the trainer only: takes in a version whose artifact is in the model store, and promotes it when it passed its gate.</summary>
    [Alias("Complete")]
    ValueTask CompleteTrainingAsync(ModelVersion? version, string? error);
}
