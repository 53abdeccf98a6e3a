using System.Collections.Concurrent;

namespace Personalization.Client.Api.Limits;

/// <summary>A token bucket for each caller. Those of callers who have been away long enough are let go, so that memory does not grow with all addresses that ever called.</summary>
internal sealed class CallerBuckets(int perSecond, int burst, TimeProvider time)
{
    /// <summary>With no more callers than this nobody is let go.</summary>
    private const int Few = 1024;

    private readonly ConcurrentDictionary<object, TokenBucket> _buckets = new();
    private readonly long _interval = Math.Max(1, time.TimestampFrequency / perSecond);
    private readonly int _burst = burst;
    private int _most = Few;

    /// <summary>How many callers are known.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes a token of a caller.</summary>
    /// <returns>Zero when there was one; else the time until there will be one.</returns>
    public TimeSpan TryTake(object caller)
    {
        long now = time.GetTimestamp();
        long wait = (_buckets.TryGetValue(caller, out TokenBucket? known) ? known : Add(caller, now)).TryTake(now);
        return wait == 0 ? TimeSpan.Zero : time.GetElapsedTime(0, wait);
    }

    private TokenBucket Add(object caller, long now)
    {
        if (_buckets.Count >= Volatile.Read(ref _most))
        {
            LetGo(now);
        }

        return _buckets.GetOrAdd(caller, static (_, buckets) => new TokenBucket(buckets._interval, buckets._burst), this);
    }

    /// <summary>A full bucket is like a new one: whoever comes back misses nothing.</summary>
    private void LetGo(long now)
    {
        foreach (KeyValuePair<object, TokenBucket> known in _buckets)
        {
            _ = known.Value.IsFull(now) && _buckets.TryRemove(known);
        }

        Volatile.Write(ref _most, Math.Max(Few, 2 * _buckets.Count));
    }
}
