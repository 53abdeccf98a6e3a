namespace Personalization.Abstractions.Merchandising;

/// <summary>Receives changes of the rules and placements on a silo.</summary>
[GrainInterfaceType("Personalization.IMerchandisingObserver"), Alias("Personalization.IMerchandisingObserver")]
public interface IMerchandisingObserver : IGrainObserver
{
    /// <summary>
    /// Uses <paramref name="board"/> for lists, unless the silo has a newer one. Returns once the silo uses it.
    /// </summary>
    [Alias("OnMerchandising")]
    Task OnMerchandisingAsync(MerchandisingBoard board);
}
