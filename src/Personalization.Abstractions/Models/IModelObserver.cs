namespace Personalization.Abstractions.Models;

/// <summary>Receives changes of the serving model versions on a silo.</summary>
[GrainInterfaceType("Personalization.IModelObserver"), Alias("Personalization.IModelObserver")]
public interface IModelObserver : IGrainObserver
{
    /// <summary>Loads and serves <paramref name="live"/>; returns once the silo does.</summary>
    /// <remarks>Called by silos of the previous version; later versions call <see cref="OnPublishedAsync"/>.</remarks>
    [Alias("OnLiveChanged")]
    Task OnLiveChangedAsync(string? live, long revision);

    /// <summary>Loads and serves the live and the pinned versions; returns once the silo does.</summary>
    /// <remarks>A catalog that is older than the silo's is ignored.</remarks>
    [Alias("OnPublished")]
    Task OnPublishedAsync(ModelCatalog versions);
}
