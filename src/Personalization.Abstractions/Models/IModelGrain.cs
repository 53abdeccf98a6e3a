using Orleans.Concurrency;

namespace Personalization.Abstractions.Models;

/// <summary>The only owner of the model versions. Not on the read path. Key: 0.</summary>
[GrainInterfaceType("Personalization.IModelGrain"), Alias("Personalization.IModelGrain")]
public interface IModelGrain : IGrainWithIntegerKey
{
    /// <summary>Gets all versions and the status of training.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ModelCatalog> GetAsync();

    /// <summary>Starts training on the complete event log unless a training runs.</summary>
    /// <param name="seed">The seed; null for the configured one.</param>
    /// <returns>
    /// The status after the call, in which <see cref="TrainingStatus.Running"/> is true. <c>Started</c> is false when a
    /// training already ran, or when a break in data quality prevents training (<see cref="TrainingStatus.Held"/>).
    /// </returns>
    /// <remarks>
    /// A version that passes the offline gate goes live automatically; with staged rollouts, by a rollout.
    /// </remarks>
    [Alias("Train")]
    ValueTask<(TrainingStatus Status, bool Started)> TrainAsync(int? seed);

    /// <summary>Makes a version live. A person may promote a version that the gate refused.</summary>
    /// <exception cref="KeyNotFoundException">The version does not exist.</exception>
    [Alias("Promote")]
    ValueTask<ModelCatalog> PromoteAsync(string version);

    /// <summary>Makes the previous version live and marks the present one as rolled back.</summary>
    /// <exception cref="InvalidOperationException">There is no previous version.</exception>
    [Alias("RollBack")]
    ValueTask<ModelCatalog> RollBackAsync();

    /// <summary>
    /// Pins a version in memory on every silo for a purpose, replacing the version pinned for that purpose before.
    /// Returns once all silos have loaded it or a timeout elapses.
    /// </summary>
    /// <param name="purpose">The name of the purpose. A version stays pinned while any purpose names it.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="KeyNotFoundException">The version does not exist.</exception>
    /// <exception cref="InvalidOperationException">The maximum number of versions is pinned already.</exception>
    [Alias("Hold")]
    ValueTask<ModelCatalog> HoldAsync(string purpose, string version);

    /// <summary>Unpins the version of a purpose. Does nothing when the purpose has no version.</summary>
    /// <param name="purpose">The name of the purpose.</param>
    /// <param name="verdict">The new status of the version, unless it serves; null keeps the status.</param>
    [Alias("LetGo")]
    ValueTask<ModelCatalog> UnpinAsync(string purpose, ModelVersionStatus? verdict);

    /// <summary>
    /// Calls <paramref name="observer"/> at every change of the serving versions, for one minute unless the
    /// subscription is renewed.
    /// </summary>
    [Alias("Subscribe")]
    ValueTask<ModelCatalog> SubscribeAsync(IModelObserver observer);

    /// <summary>
    /// Registers a trained version whose artifact is in the model store, or a failed training. Called only by the
    /// trainer.
    /// </summary>
    /// <remarks>
    /// A version that passed its gate goes live at once, unless rollouts are staged and another version is live.
    /// </remarks>
    [Alias("Complete")]
    ValueTask CompleteTrainingAsync(ModelVersion? version, string? error);
}
