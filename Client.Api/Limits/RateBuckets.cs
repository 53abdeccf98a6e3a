using System.Threading.RateLimiting;

namespace Personalization.Client.Api.Limits;

/// <summary>Creates rate limiters with one token bucket per caller.</summary>
internal static class RateBuckets
{
    private const int RefillsPerSecond = 10;

    /// <summary>Creates a limiter; null for no limit.</summary>
    /// <param name="perSecond">The average rate of each caller, requests per second; 0 for no limit.</param>
    /// <param name="burst">The requests that a caller may send at once.</param>
    public static PartitionedRateLimiter<object>? Create(int perSecond, int burst)
    {
        if (perSecond == 0)
        {
            return null;
        }

        bool isSlow = perSecond < RefillsPerSecond;
        TokenBucketRateLimiterOptions bucket = new()
        {
            TokenLimit = burst,
            TokensPerPeriod = isSlow ? perSecond : perSecond / RefillsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(isSlow ? 1 : 1.0 / RefillsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        Func<object, TokenBucketRateLimiterOptions> same = _ => bucket;
        return PartitionedRateLimiter.Create<object, object>(
            caller => RateLimitPartition.GetTokenBucketLimiter(caller, same));
    }
}
