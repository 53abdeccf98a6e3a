namespace Personalization.Abstractions.Experiments;

/// <summary>A silo's ear for changes of the experiments.</summary>
[GrainInterfaceType("Personalization.Abstractions.Experiments.IExperimentsObserver"), Alias("Personalization.IExperimentsObserver")]
public interface IExperimentsObserver : IGrainObserver
{
    /// <summary>Assigns by <paramref name="catalog"/> from now on, unless it is older than what the silo knows; returns once the silo does.</summary>
    [Alias("OnChanged")]
    Task OnChangedAsync(ExperimentCatalog catalog);
}
