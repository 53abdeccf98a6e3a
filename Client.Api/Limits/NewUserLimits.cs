using System.Threading.RateLimiting;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Limits;

/// <summary>
/// Limits the lists for users that the engine does not know, for each API key (each address in open mode). Each such
/// user occupies the memory of a silo for a while.
/// </summary>
/// <remarks>
/// Users whom this process asked for before are not counted again. The table of these users forgets entries when their
/// places are needed, which only costs a user one more count.
/// </remarks>
internal sealed class NewUserLimits : IDisposable
{
    private const int Places = 1 << 18;

    private readonly int[] _asked = new int[Places];
    private readonly PartitionedRateLimiter<object>? _allowed;

    /// <summary>Creates the limiter.</summary>
    public NewUserLimits(ApiOptions options)
    {
        if (options.NewUsersPerMinute == 0)
        {
            return;
        }

        bool isSlow = options.NewUsersPerMinute < 60;
        TokenBucketRateLimiterOptions bucket = new()
        {
            TokenLimit = options.NewUsersPerMinute,
            TokensPerPeriod = isSlow ? options.NewUsersPerMinute : options.NewUsersPerMinute / 60,
            ReplenishmentPeriod = isSlow ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        Func<object, TokenBucketRateLimiterOptions> same = _ => bucket;
        _allowed = PartitionedRateLimiter.Create<object, object>(
            caller => RateLimitPartition.GetTokenBucketLimiter(caller, same));
    }

    /// <summary>Refuses a list for a user who may be unknown when the caller has no unknown user left.</summary>
    /// <exception cref="RequestRefusedException">429.</exception>
    public void Check(HttpContext context, UserId user)
    {
        if (_allowed is null || WasAsked(user))
        {
            return;
        }

        if (_allowed.GetStatistics(RequestLimits.CallerOf(context)) is { CurrentAvailablePermits: < 1 })
        {
            throw new RequestRefusedException(
                ProblemCode.TooManyRequests,
                "Too many lists were read for users that the engine does not know. Send the request again later.");
        }
    }

    /// <summary>Counts the user if the engine's answer shows that it does not know the user.</summary>
    /// <param name="context">The request.</param>
    /// <param name="user">The user of the list.</param>
    /// <param name="level">The fallback level; only the engine's fresh lists show whether it knows the user.</param>
    /// <param name="isUnknown">Whether the list was ranked without a profile.</param>
    public void Count(HttpContext context, UserId user, FallbackLevel level, bool isUnknown)
    {
        if (_allowed is null || level != FallbackLevel.Fresh || WasAsked(user))
        {
            return;
        }

        int mark = MarkOf(user);
        Volatile.Write(ref _asked[PlaceOf(mark)], mark);
        if (isUnknown)
        {
            _allowed.AttemptAcquire(RequestLimits.CallerOf(context)).Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _allowed?.Dispose();

    private static int MarkOf(UserId user) => user.GetHashCode() is var hash && hash == 0 ? 1 : hash;

    private static int PlaceOf(int mark) => mark & (Places - 1);

    private bool WasAsked(UserId user)
    {
        int mark = MarkOf(user);
        return Volatile.Read(ref _asked[PlaceOf(mark)]) == mark;
    }
}
