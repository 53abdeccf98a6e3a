using System.Collections.Concurrent;
using Personalization.Benchmarks.Quality.Rankers;

namespace Personalization.Benchmarks.Quality;

/// <summary>Asks a ranker every question of a protocol and averages the figures. The result does not depend on the number of threads.</summary>
internal static class QualityEvaluator
{
    /// <summary>Judges a ranker.</summary>
    public static RankerFigures Judge(Protocol protocol, IRanker ranker, int threads)
    {
        double[][] figures = new double[protocol.Questions.Length][];
        double[] milliseconds = new double[figures.Length];
        OrderablePartitioner<Tuple<int, int>> parts = Partitioner.Create(0, figures.Length, Math.Max(1, figures.Length / 64));
        _ = Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
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
}
