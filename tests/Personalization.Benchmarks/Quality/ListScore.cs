using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality;

/// <summary>Computes the metrics of one list.</summary>
internal static class ListScore
{
    /// <summary>Gets the metrics of a list, indexed by <see cref="Metric"/>.</summary>
    /// <param name="list">Item numbers, best first.</param>
    /// <param name="length">The length of a full list.</param>
    /// <param name="targets">The expected items, without duplicates.</param>
    public static double[] Of(ReadOnlySpan<int> list, int length, ReadOnlySpan<int> targets)
    {
        double[] figures = new double[Enum.GetValues<Metric>().Length];
        int found = 0;
        for (int rank = 1; rank <= Math.Min(length, list.Length); rank++)
        {
            if (!targets.Contains(list[rank - 1]))
            {
                continue;
            }

            found++;
            figures[(int)Metric.Ndcg] += 1 / Math.Log2(rank + 1);
            figures[(int)Metric.AveragePrecision] += (double)found / rank / targets.Length;
            if (found == 1)
            {
                figures[(int)Metric.HitRate] = 1;
                figures[(int)Metric.ReciprocalRank] = 1.0 / rank;
            }
        }

        figures[(int)Metric.Ndcg] /= Enumerable.Range(
            1, Math.Min(length, targets.Length)).Sum(rank => 1 / Math.Log2(rank + 1));
        figures[(int)Metric.Recall] = (double)found / targets.Length;
        figures[(int)Metric.Precision] = (double)found / length;
        return figures;
    }
}
