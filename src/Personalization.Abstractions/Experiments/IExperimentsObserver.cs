namespace Personalization.Abstractions.Experiments;

/// <summary>Receives changes of the experiments on a silo.</summary>
[GrainInterfaceType("Personalization.IExperimentsObserver"), Alias("Personalization.IExperimentsObserver")]
public interface IExperimentsObserver : IGrainObserver
{
    /// <summary>
    /// Uses <paramref name="catalog"/> for assignments, unless the silo has a newer one. Returns once the silo uses it.
    /// </summary>
    [Alias("OnChanged")]
    Task OnChangedAsync(ExperimentCatalog catalog);
}
