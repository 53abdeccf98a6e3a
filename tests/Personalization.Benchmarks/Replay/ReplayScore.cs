namespace Personalization.Benchmarks.Replay;

/// <summary>The mean metrics of one ranker on some questions.</summary>
/// <param name="HitRate">The share of the lists with the target.</param>
/// <param name="Ndcg">The mean of 1 / log2(rank + 1).</param>
/// <param name="Mrr">The mean of 1 / rank.</param>
internal readonly record struct ReplayScore(double HitRate, double Ndcg, double Mrr)
{
    /// <summary>Gets the NDCG of one list with one target.</summary>
    /// <param name="rank">The rank of the target from 1; 0 if it is not on the list.</param>
    public static double GainOf(int rank) => rank == 0 ? 0 : 1 / Math.Log2(rank + 1);

    /// <summary>Gets the means of one ranker.</summary>
    /// <param name="answers">The answers; at least one.</param>
    /// <param name="ranker">The index of the ranker.</param>
    public static ReplayScore Of(IReadOnlyCollection<ReplayAnswer> answers, int ranker) => new(
        answers.Average(answer => answer.Ranks[ranker] > 0 ? 1.0 : 0),
        answers.Average(answer => GainOf(answer.Ranks[ranker])),
        answers.Average(answer => answer.Ranks[ranker] > 0 ? 1.0 / answer.Ranks[ranker] : 0));

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        '/', new[] { HitRate, Ndcg, Mrr }.Select(Quality.MetricText.Value));
}
