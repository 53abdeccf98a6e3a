using System.Collections.Concurrent;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;

namespace Personalization.Benchmarks.Quality;

/// <summary>
/// Evaluates a ranker on all questions of a protocol and averages the metrics. The result does not depend on the number
/// of threads.
/// </summary>
internal static class QualityEvaluator
{
    /// <summary>Evaluates the lists of a ranker.</summary>
    public static RankerFigures Judge(Protocol protocol, IRanker ranker, int threads)
    {
        double[][] figures = new double[protocol.Questions.Length][];
        double[] milliseconds = new double[figures.Length];
        _ = Parallel.ForEach(PartsOf(protocol), new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            IListMaker maker = ranker.NewMaker();
            int[] list = new int[protocol.Length];
            for (int i = part.Item1; i < part.Item2; i++)
            {
                long start = TimeProvider.System.GetTimestamp();
                int count = maker.Answer(protocol.Questions[i], list);
                milliseconds[i] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
                figures[i] = ListScore.Of(list.AsSpan(0, count), protocol.Length, protocol.Questions[i].Targets);
            }
        });
        Array.Sort(milliseconds);
        return new(
            ranker.Name,
            [.. protocol.Metrics.Select(metric => figures.Average(question => question[(int)metric]))],
            milliseconds[milliseconds.Length / 2],
            milliseconds[(int)(.99 * (milliseconds.Length - 1))]);
    }

    /// <summary>
    /// Evaluates the scores of a ranker over all items instead of its lists, so that the order of equal scores has no
    /// effect. Each question must have one target.
    /// </summary>
    public static RankScore JudgeScores(Protocol protocol, ScoreRanker ranker, int threads)
    {
        (int Better, int Equal)?[] ranks = new (int, int)?[protocol.Questions.Length];
        _ = Parallel.ForEach(PartsOf(protocol), new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            double[] scores = new double[protocol.Log.ItemCount];
            MaskFilter gate = new(scores.Length);
            for (int i = part.Item1; i < part.Item2; i++)
            {
                ranker.Score(protocol.Questions[i], scores);
                ranks[i] = RankOf(protocol.Questions[i], scores, gate);
            }
        });
        RankScore score = new(protocol.Length);
        foreach ((int Better, int Equal)? rank in ranks)
        {
            if (rank is { } known)
            {
                score.Add(known.Better, known.Equal);
            }
            else
            {
                score.AddMiss();
            }
        }

        return score;
    }

    /// <summary>
    /// Evaluates lists of another system, one for each question in order, best item first. These lists have no ties.
    /// </summary>
    public static RankScore JudgeLists(Protocol protocol, IReadOnlyList<IReadOnlyList<string>> lists)
    {
        RankScore score = new(protocol.Length);
        for (int i = 0; i < protocol.Questions.Length; i++)
        {
            string target = protocol.Log.Items[protocol.Questions[i].Targets[0]];
            int at = lists[i].Take(protocol.Length).ToList().IndexOf(target);
            score.Add(at < 0 ? protocol.Length : at, 0);
        }

        return score;
    }

    private static OrderablePartitioner<Tuple<int, int>> PartsOf(Protocol protocol) =>
        Partitioner.Create(0, protocol.Questions.Length, Math.Max(1, protocol.Questions.Length / 64));

    /// <summary>
    /// Counts the unmasked items that score above the target and equal to it; null if the target has no score.
    /// </summary>
    private static (int Better, int Equal)? RankOf(Question question, double[] scores, MaskFilter gate)
    {
        double target = scores[question.Targets[0]];
        if (target <= 0)
        {
            return null;
        }

        MaskFilter allowed = gate.Of(question);
        int better = 0;
        int equal = -1; // do not count the target itself
        for (int item = 0; item < scores.Length; item++)
        {
            if (scores[item] >= target && allowed.Allows(item))
            {
                better += scores[item] > target ? 1 : 0;
                equal += scores[item] > target ? 0 : 1;
            }
        }

        return (better, equal);
    }
}
