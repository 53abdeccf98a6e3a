namespace Personalization.Abstractions.Models;

/// <summary>A silo's ear for changes of the live model version.</summary>
[Alias("Personalization.IModelObserver")]
public interface IModelObserver : IGrainObserver
{
    /// <summary>Loads and serves <paramref name="live"/>; returns once the silo does.</summary>
    [Alias("OnLiveChanged")]
    Task OnLiveChangedAsync(string? live, long revision);
}
