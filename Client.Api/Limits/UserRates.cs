using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Limits;

/// <summary>
/// Throttles users who send events far faster than a person can: a leaky bucket for each user, in a table of fixed
/// size.
/// </summary>
/// <remarks>
/// Users share the places of the table. A place belongs to the user with the fuller bucket; the others of the place
/// pass uncounted meanwhile. So a user who is throttled keeps the place, and memory is bounded.
/// </remarks>
internal sealed class UserRates(ApiOptions options, TimeProvider time)
{
    private const int Places = 1 << 14;

    private readonly Bucket[] _buckets = new Bucket[Places];
    private readonly object[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new object())];

    /// <summary>Counts events of a user.</summary>
    /// <returns>False when the user must wait; then nothing is counted.</returns>
    public bool TryTake(UserId user, int events)
    {
        if (options.UserEventsPerSecond == 0)
        {
            return true;
        }

        uint hash = (uint)user.GetHashCode();
        uint place = hash % Places;
        lock (_locks[place % (uint)_locks.Length])
        {
            ref Bucket bucket = ref _buckets[place];
            long now = time.GetTimestamp();
            double level = Math.Max(
                0, bucket.Level - (time.GetElapsedTime(bucket.At, now).TotalSeconds * options.UserEventsPerSecond));
            if (bucket.User != hash)
            {
                if (level > events)
                {
                    return true;
                }

                level = 0;
            }

            bool fits = level == 0 || level + events <= options.UserEventBurst;
            bucket = new Bucket(hash, fits ? level + events : level, now);
            return fits;
        }
    }

    private readonly record struct Bucket(uint User, double Level, long At);
}
