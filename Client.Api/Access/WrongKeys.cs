using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Access;

/// <summary>Slows down addresses that send wrong keys.</summary>
/// <remarks>
/// An address has 20 attempts and then one every three seconds. Meanwhile, a right key is accepted from it only if the
/// address has used it before, so that guessing is slow; others behind the same address keep working. A public key is
/// always accepted: it is no secret.
/// </remarks>
internal sealed class WrongKeys : IDisposable
{
    /// <summary>The attempts that an address has at once.</summary>
    public const int Attempts = 20;

    /// <summary>The time after which an address has one more attempt.</summary>
    public static readonly TimeSpan OneMoreEvery = TimeSpan.FromSeconds(3);

    private const int MostKnown = 10_000;

    private readonly PartitionedRateLimiter<object> _attempts;
    private readonly ConcurrentDictionary<(string Key, object Address), bool> _known = new();
    private int _knownCount;
    private bool _anyWrong;

    /// <summary>Creates the table of addresses.</summary>
    /// <param name="oneMoreEvery">The time after which an address has one more attempt, &gt; 0.</param>
    public WrongKeys(TimeSpan oneMoreEvery)
    {
        TokenBucketRateLimiterOptions bucket = new()
        {
            TokenLimit = Attempts,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = oneMoreEvery,
            QueueLimit = 0,
        };
        Func<object, TokenBucketRateLimiterOptions> same = _ => bucket;
        _attempts = PartitionedRateLimiter.Create<object, object>(
            address => RateLimitPartition.GetTokenBucketLimiter(address, same));
    }

    /// <summary>Whether a right key is accepted from an address.</summary>
    public bool Accepts(KnownKey key, object address)
    {
        if (key.Role == ApiRole.Public || _known.ContainsKey((key.Name, address)))
        {
            return true;
        }

        // Acquiring no permit would succeed with a fraction of an attempt.
        if (Volatile.Read(ref _anyWrong) && _attempts.GetStatistics(address)?.CurrentAvailablePermits < 1)
        {
            return false;
        }

        if (_known.TryAdd((key.Name, address), true) && Interlocked.Increment(ref _knownCount) > MostKnown)
        {
            _known.Clear();
            _ = Interlocked.Exchange(ref _knownCount, 0);
        }

        return true;
    }

    /// <summary>Counts an attempt with a wrong key.</summary>
    /// <returns>The time after which the address may try again; null when it may try at once.</returns>
    public TimeSpan? Count(object address)
    {
        Volatile.Write(ref _anyWrong, true);
        using RateLimitLease lease = _attempts.AttemptAcquire(address);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait
            : OneMoreEvery;
    }

    /// <inheritdoc/>
    public void Dispose() => _attempts.Dispose();
}
