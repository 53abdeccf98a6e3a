using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Personalization.Client.Api.Problems;
using Personalization.Client.Api.Security;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Hosting;

/// <summary>A token bucket for each key (or address, in open mode) and a bound on requests in progress; both refuse at once.</summary>
internal static class RateLimits
{
    private const int RefillsPerSecond = 10;

    /// <summary>Sets the limits up.</summary>
    public static void Configure(RateLimiterOptions limiter, ApiOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, int>(_ => InProgress(options)),
            PartitionedRateLimiter.Create<HttpContext, object>(context => Rate(context, options)));
        limiter.OnRejected = static (rejected, _) =>
        {
            double seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? Math.Ceiling(wait.TotalSeconds) : ProblemWriter.RetryAfterSeconds;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
            return new ValueTask(ProblemWriter.WriteAsync(rejected.HttpContext, ProblemCode.TooManyRequests, "Wait as long as Retry-After says, then send the request again."));
        };
    }

    private static RateLimitPartition<int> InProgress(ApiOptions options) => options.MaxConcurrentRequests == 0
        ? RateLimitPartition.GetNoLimiter(0)
        : RateLimitPartition.GetConcurrencyLimiter(0, _ => new ConcurrencyLimiterOptions { PermitLimit = options.MaxConcurrentRequests, QueueLimit = 0 });

    private static RateLimitPartition<object> Rate(HttpContext context, ApiOptions options)
    {
        object caller = ApiKeyMiddleware.CallerOf(context) ?? (object?)context.Connection.RemoteIpAddress ?? "local";
        return options.RequestsPerSecond == 0
            ? RateLimitPartition.GetNoLimiter(caller)
            : RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(options));
    }

    private static TokenBucketRateLimiterOptions Bucket(ApiOptions options)
    {
        bool slow = options.RequestsPerSecond < RefillsPerSecond;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RequestBurst,
            TokensPerPeriod = slow ? options.RequestsPerSecond : options.RequestsPerSecond / RefillsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(slow ? 1 : 1.0 / RefillsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }
}
