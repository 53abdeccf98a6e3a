namespace Personalization.Client.Api.Limits;

/// <summary>
/// Lets a caller do so much on average and so much at once. The whole bucket is one number, the time at which it will be full again (the virtual scheduling of ATM's
/// generic cell rate algorithm), so that it needs no timer that refills it and no lock. Safe for any number of threads.
/// </summary>
/// <param name="interval">The time in which one token comes in, in the clock's ticks.</param>
/// <param name="burst">How many tokens a full bucket has.</param>
internal sealed class TokenBucket(long interval, long burst)
{
    private readonly long _depth = interval * burst;
    private long _fullAt;

    /// <summary>Takes a token.</summary>
    /// <param name="now">The present time, in the clock's ticks.</param>
    /// <returns>0 when there was one; else the time until there will be one, and nothing was taken.</returns>
    public long TryTake(long now)
    {
        while (true)
        {
            long fullAt = Volatile.Read(ref _fullAt);
            long then = Math.Max(fullAt, now) + interval;
            long wait = then - now - _depth;
            if (wait > 0)
            {
                return wait;
            }

            if (Interlocked.CompareExchange(ref _fullAt, then, fullAt) == fullAt)
            {
                return 0;
            }
        }
    }

    /// <summary>Whether it is as good as a new one.</summary>
    public bool IsFull(long now) => Volatile.Read(ref _fullAt) <= now;
}
