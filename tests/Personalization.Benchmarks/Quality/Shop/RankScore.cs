namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>
/// HR@20 and NDCG@20 (1 / log2(rank + 1), rank from 1) over held-out buys. A ranker whose scores tie does not say which item comes
/// first, so each metric is kept thrice: for the held-out item last among its equals, first among them, and the mean over
/// all orders of them, which is what a list with ties broken at random scores. A served list has no ties: all three are the same.
/// </summary>
internal sealed class RankScore
{
    /// <summary>The length of the lists judged.</summary>
    public const int ListLength = 20;

    private double _hits;
    private double _gain;
    private double _leastHits;
    private double _leastGain;
    private double _mostHits;
    private double _mostGain;

    /// <summary>How many buys were judged.</summary>
    public int Cases { get; private set; }

    /// <summary>The mean over the orders of ties.</summary>
    public (double HitRate, double Ndcg) Expected => (_hits / Cases, _gain / Cases);

    /// <summary>The held-out item last among its equals.</summary>
    public (double HitRate, double Ndcg) Least => (_leastHits / Cases, _leastGain / Cases);

    /// <summary>The held-out item first among its equals.</summary>
    public (double HitRate, double Ndcg) Most => (_mostHits / Cases, _mostGain / Cases);

    /// <summary>Judges one buy.</summary>
    /// <param name="better">How many other items rank higher.</param>
    /// <param name="equal">How many other items rank the same.</param>
    public void Add(int better, int equal)
    {
        Cases++;
        for (int rank = better + 1; rank <= Math.Min(ListLength, better + 1 + equal); rank++)
        {
            _hits += 1.0 / (equal + 1);
            _gain += Gain(rank) / (equal + 1);
        }

        _leastHits += better + equal < ListLength ? 1 : 0;
        _leastGain += Gain(better + 1 + equal);
        _mostHits += better < ListLength ? 1 : 0;
        _mostGain += Gain(better + 1);
    }

    /// <summary>Judges a buy that is on no list.</summary>
    public void AddMiss() => Add(ListLength, 0);

    private static double Gain(int rank) => rank <= ListLength ? 1 / Math.Log2(rank + 1) : 0;
}
