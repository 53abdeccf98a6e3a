using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>
/// Item-kNN with all neighbours over all event types, a visitor either having an item or not: an item's score is the sum over the
/// visitor's items of how many visitors have both, raw or as a cosine (Sarwar et al., Item-based collaborative filtering, 2001).
/// </summary>
internal sealed class ItemNeighbours : IScorer
{
    private readonly int[][] _itemsOf;
    private readonly List<int>[] _visitorsOf;
    private readonly bool _cosine;

    /// <summary>Indexes the log.</summary>
    public ItemNeighbours(ShopLog log, bool cosine)
    {
        _cosine = cosine;
        _itemsOf = [.. log.Seen.Select(items => items.ToArray())];
        _visitorsOf = [.. Enumerable.Range(0, log.Items).Select(_ => new List<int>())];
        for (int visitor = 0; visitor < _itemsOf.Length; visitor++)
        {
            foreach (int item in _itemsOf[visitor])
            {
                _visitorsOf[item].Add(visitor);
            }
        }
    }

    /// <inheritdoc/>
    public void Score(int visitor, double[] scores)
    {
        Array.Clear(scores);
        foreach ((int other, double weight) in Alike(visitor))
        {
            foreach (int item in _itemsOf[other])
            {
                scores[item] += weight;
            }
        }

        for (int item = 0; _cosine && item < scores.Length; item++)
        {
            // rounded, so that equal sums added in another order stay equal
            scores[item] = scores[item] > 0 ? Math.Round(scores[item] / Math.Sqrt(_visitorsOf[item].Count), 9) : 0;
        }
    }

    /// <summary>The visitors who share items, with the weight of what they share.</summary>
    private Dictionary<int, double> Alike(int visitor)
    {
        Dictionary<int, double> alike = [];
        foreach (int item in _itemsOf[visitor])
        {
            double weight = _cosine ? 1 / Math.Sqrt(_visitorsOf[item].Count) : 1;
            foreach (int other in _visitorsOf[item])
            {
                alike[other] = alike.GetValueOrDefault(other) + weight;
            }
        }

        return alike;
    }
}
