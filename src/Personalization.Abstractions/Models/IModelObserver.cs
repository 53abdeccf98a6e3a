namespace Personalization.Abstractions.Models;

/// <summary>A silo's ear for changes of the model versions it serves from.</summary>
[GrainInterfaceType("Personalization.Abstractions.Models.IModelObserver"), Alias("Personalization.IModelObserver")]
public interface IModelObserver : IGrainObserver
{
    /// <summary>Loads and serves <paramref name="live"/>; returns once the silo does. Called by silos of the version before; later ones call <see cref="OnPublishedAsync"/>.</summary>
    [Alias("OnLiveChanged")]
    Task OnLiveChangedAsync(string? live, long revision);

    /// <summary>Loads the live version and those held beside it, and serves them; returns once the silo does. A catalogue that is older than the one in force is passed over.</summary>
    [Alias("OnPublished")]
    Task OnPublishedAsync(ModelCatalog versions);
}
