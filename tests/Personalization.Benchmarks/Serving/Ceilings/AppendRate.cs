namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>A measured rate of appends.</summary>
/// <param name="PerSecond">Appends acknowledged per second.</param>
/// <param name="BytesPerAppend">Managed bytes allocated per append, including the callers' loop.</param>
internal readonly record struct AppendRate(double PerSecond, double BytesPerAppend)
{
    /// <summary>Runs a closed loop: each caller appends again after its last append is acknowledged.</summary>
    /// <param name="callers">The number of concurrent callers.</param>
    /// <param name="duration">The length of the measurement.</param>
    /// <param name="append">Appends the n-th entry (from 1) of a caller.</param>
    public static async Task<AppendRate> MeasureAsync(int callers, TimeSpan duration, Func<int, long, ValueTask> append)
    {
        GC.Collect();
        TimeProvider clock = TimeProvider.System;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = clock.GetTimestamp();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            long count = 0;
            while (clock.GetElapsedTime(start) < duration)
            {
                await append(caller, ++count).ConfigureAwait(false);
            }

            return count;
        })));
        double seconds = clock.GetElapsedTime(start).TotalSeconds;
        long total = counts.Sum();
        return new AppendRate(total / seconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)total);
    }
}
