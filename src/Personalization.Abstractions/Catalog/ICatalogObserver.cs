namespace Personalization.Abstractions.Catalog;

/// <summary>Receives changes of the catalog on a silo.</summary>
[GrainInterfaceType("Personalization.ICatalogObserver"), Alias("Personalization.ICatalogObserver")]
public interface ICatalogObserver : IGrainObserver
{
    /// <summary>Applies a change. Returns once the silo's lists reflect the change.</summary>
    /// <remarks>
    /// If epochs are missing between the silo's catalog and the change, the silo reads the missing changes from the
    /// store.
    /// </remarks>
    [Alias("OnChanged")]
    Task OnChangedAsync(CatalogChange change);

    /// <summary>
    /// Announces a change that is too large for a message. Returns once the silo has read it from the store and its
    /// lists reflect it.
    /// </summary>
    [Alias("OnMoved")]
    Task OnMovedAsync(long epoch);
}
