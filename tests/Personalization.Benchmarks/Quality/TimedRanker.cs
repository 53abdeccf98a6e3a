using Personalization.Benchmarks.Quality.Rankers;

namespace Personalization.Benchmarks.Quality;

/// <summary>A ranker and the cost of its training.</summary>
/// <param name="Ranker">The ranker.</param>
/// <param name="Seconds">The training time, seconds; null for a part of another ranker.</param>
/// <param name="Megabytes">The growth of the process during the training, MB; null for a part of another
/// ranker.</param>
internal sealed record TimedRanker(IRanker Ranker, double? Seconds, double? Megabytes)
{
    /// <summary>Trains a ranker and measures the training.</summary>
    public static TimedRanker Train(Func<IRanker> train)
    {
        GC.Collect();
        long before = Environment.WorkingSet;
        long most = before;
        using Timer watch = new(_ => most = Math.Max(most, Environment.WorkingSet), null, 0, 20);
        long start = TimeProvider.System.GetTimestamp();
        IRanker ranker = train();
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        return new(ranker, seconds, (Math.Max(most, Environment.WorkingSet) - before) / 1e6);
    }
}
