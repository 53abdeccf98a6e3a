namespace Personalization.Abstractions.Catalog;

/// <summary>A silo's ear for catalogue changes.</summary>
[GrainInterfaceType("Personalization.Abstractions.Catalog.ICatalogObserver"), Alias("Personalization.ICatalogObserver")]
public interface ICatalogObserver : IGrainObserver
{
    /// <summary>Takes a change; returns once the silo's lists obey it. A gap in the epochs makes the silo read what it missed.</summary>
    [Alias("OnChanged")]
    Task OnChangedAsync(CatalogChange change);

    /// <summary>Hears of a change too large for a message, to be read from the store; returns once the silo's lists obey it.</summary>
    [Alias("OnMoved")]
    Task OnMovedAsync(long epoch);
}
