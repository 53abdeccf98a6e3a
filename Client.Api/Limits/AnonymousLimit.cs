using System.Threading.RateLimiting;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Limits;

/// <summary>Limits the anonymous user tokens that an address gets from the API.</summary>
internal sealed class AnonymousLimit : IDisposable
{
    private const int SecondsPerMinute = 60;

    private readonly PartitionedRateLimiter<object> _rates;

    /// <summary>Creates the limit.</summary>
    public AnonymousLimit(ApiOptions options)
    {
        int perMinute = options.Tokens.AnonymousPerMinute;
        TokenBucketRateLimiterOptions bucket = new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / SecondsPerMinute),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1.0, (double)SecondsPerMinute / perMinute)),
            QueueLimit = 0,
        };
        _rates = PartitionedRateLimiter.Create<object, object>(
            address => RateLimitPartition.GetTokenBucketLimiter(address, _ => bucket));
    }

    /// <summary>Requests one token for the client's address.</summary>
    public bool TryTake(HttpContext context)
    {
        using RateLimitLease lease = _rates.AttemptAcquire(ClientAddress.Of(context));
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _rates.Dispose();
}
