using Personalization.Benchmarks.Quality.Rankers;

namespace Personalization.Benchmarks.Quality;

/// <summary>A ranker and what it cost to train.</summary>
/// <param name="Ranker">The ranker.</param>
/// <param name="Seconds">The training time; null for a part of another ranker.</param>
/// <param name="Megabytes">How far the process grew meanwhile.</param>
internal sealed record TimedRanker(IRanker Ranker, double? Seconds, double? Megabytes)
{
    /// <summary>Trains under a clock.</summary>
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
