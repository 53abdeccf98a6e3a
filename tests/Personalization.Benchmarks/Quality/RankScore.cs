namespace Personalization.Benchmarks.Quality;

/// <summary>
/// Accumulates hit rate and NDCG (1 / log2(rank + 1), rank from 1) of questions with one target. For tied scores it
/// computes each metric for three orders: the target last among the ties, first among them, and the mean over all
/// orders. A list has no ties, so its three values are equal.
/// </summary>
/// <param name="length">The length of the evaluated lists.</param>
internal sealed class RankScore(int length)
{
    private double _hits;
    private double _gain;
    private double _leastHits;
    private double _leastGain;
    private double _mostHits;
    private double _mostGain;

    /// <summary>Gets the number of evaluated questions.</summary>
    public int Cases { get; private set; }

    /// <summary>Gets the means over all orders of ties.</summary>
    public (double HitRate, double Ndcg) Expected => (_hits / Cases, _gain / Cases);

    /// <summary>Gets the metrics with the target last among its ties.</summary>
    public (double HitRate, double Ndcg) Least => (_leastHits / Cases, _leastGain / Cases);

    /// <summary>Gets the metrics with the target first among its ties.</summary>
    public (double HitRate, double Ndcg) Most => (_mostHits / Cases, _mostGain / Cases);

    /// <summary>Adds a question.</summary>
    /// <param name="better">The number of other items with a higher score.</param>
    /// <param name="equal">The number of other items with an equal score.</param>
    public void Add(int better, int equal)
    {
        Cases++;
        for (int rank = better + 1; rank <= Math.Min(length, better + 1 + equal); rank++)
        {
            _hits += 1.0 / (equal + 1);
            _gain += Gain(rank) / (equal + 1);
        }

        _leastHits += better + equal < length ? 1 : 0;
        _leastGain += Gain(better + 1 + equal);
        _mostHits += better < length ? 1 : 0;
        _mostGain += Gain(better + 1);
    }

    /// <summary>Adds a question whose target is not found.</summary>
    public void AddMiss() => Add(length, 0);

    private double Gain(int rank) => rank <= length ? 1 / Math.Log2(rank + 1) : 0;
}
