using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>Full ranking of the held-out buys over all items, with what the visitor has seen left out, for scores and for served lists alike.</summary>
internal sealed class Evaluator(ShopLog log)
{
    /// <summary>Judges a baseline.</summary>
    public RankScore Judge(IScorer scorer)
    {
        RankScore score = new();
        double[] scores = new double[log.Items];
        foreach (HeldOutBuy buy in log.Buys)
        {
            scorer.Score(buy.Visitor, scores);
            double target = scores[buy.Item];
            if (target <= 0)
            {
                score.AddMiss();
                continue;
            }

            HashSet<int> seen = log.Seen[buy.Visitor];
            int better = 0;
            int equal = -1; // the held-out item equals itself
            for (int item = 0; item < scores.Length; item++)
            {
                if (scores[item] >= target && !seen.Contains(item))
                {
                    better += scores[item] > target ? 1 : 0;
                    equal += scores[item] > target ? 0 : 1;
                }
            }

            score.Add(better, equal);
        }

        return score;
    }

    /// <summary>Judges served lists, one for each held-out buy in order; an item the visitor had seen takes up its place.</summary>
    public RankScore Judge(IReadOnlyList<ServedList> lists)
    {
        RankScore score = new();
        for (int i = 0; i < log.Buys.Length; i++)
        {
            string target = log.Buys[i].Item.ToString(System.Globalization.CultureInfo.InvariantCulture);
            int at = lists[i].Items.Take(RankScore.ListLength).ToList().IndexOf(target);
            score.Add(at < 0 ? RankScore.ListLength : at, 0);
        }

        return score;
    }
}
