using Personalization.Abstractions.Events;
using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>Most popular by purchases: the same list for everybody.</summary>
internal sealed class MostPopular : IScorer
{
    private readonly double[] _purchases;

    /// <summary>Counts.</summary>
    public MostPopular(ShopLog log)
    {
        _purchases = new double[log.Items];
        foreach (LoggedEvent logged in log.Events.Where(e => e.Type == EventTypes.Purchase))
        {
            _purchases[logged.Item]++;
        }
    }

    /// <inheritdoc/>
    public void Score(int visitor, double[] scores) => _purchases.CopyTo(scores, 0);
}
