using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Limits;

/// <summary>
/// After the keys: a bound on requests in progress, and on each key's rate (or address's, in open mode); both refuse at
/// once. The limiters are the framework's, asked without its middleware, whose chained leases and two measurements a
/// request were a tenth of what a cached list costs; endpoints are left out by the framework's own mark.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    private const int RefillsPerSecond = 10;

    private readonly RequestDelegate _next;
    private readonly ConcurrencyLimiter? _inProgress;
    private readonly PartitionedRateLimiter<object>? _rates;
    private long _acquired;
    private long _refused;

    /// <summary>Made once for the whole pipeline.</summary>
    public RequestLimits(RequestDelegate next, ApiOptions options, IMeterFactory meters)
    {
        _next = next;
        _inProgress = options.MaxConcurrentRequests == 0
            ? null
            : new(new() { PermitLimit = options.MaxConcurrentRequests, QueueLimit = 0 });
        _rates = options.RequestsPerSecond == 0 ? null : Rates(options);

        // under the names that the framework's middleware has, which operators' dashboards know
        _ = meters.Create(ApiMetrics.MeterName).CreateObservableCounter(
            "aspnetcore.rate_limiting.requests", Measure, "{request}",
            "Requests accepted or rejected by the rate and concurrency limits.");
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            return _next(context);
        }

        RateLimitLease? place = _inProgress?.AttemptAcquire();
        if (place is { IsAcquired: false })
        {
            return RefuseAsync(context, place);
        }

        RateLimitLease? token = _rates?.AttemptAcquire(CallerOf(context));
        if (token is { IsAcquired: false })
        {
            place?.Dispose();
            return RefuseAsync(context, token);
        }

        _ = Interlocked.Increment(ref _acquired);
        return place is null ? _next(context) : GoOnAsync(context, place);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inProgress?.Dispose();
        _rates?.Dispose();
    }

    private static PartitionedRateLimiter<object> Rates(ApiOptions options)
    {
        bool isSlow = options.RequestsPerSecond < RefillsPerSecond;
        TokenBucketRateLimiterOptions bucket = new()
        {
            TokenLimit = options.RequestBurst,
            TokensPerPeriod = isSlow ? options.RequestsPerSecond : options.RequestsPerSecond / RefillsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(isSlow ? 1 : 1.0 / RefillsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        Func<object, TokenBucketRateLimiterOptions> same = _ => bucket;
        return PartitionedRateLimiter.Create<object, object>(
            caller => RateLimitPartition.GetTokenBucketLimiter(caller, same));
    }

    private async Task GoOnAsync(HttpContext context, RateLimitLease place)
    {
        using (place)
        {
            await _next(context);
        }
    }

    private Task RefuseAsync(HttpContext context, RateLimitLease refused)
    {
        _ = Interlocked.Increment(ref _refused);
        double seconds = refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait)
            ? Math.Ceiling(wait.TotalSeconds)
            : ProblemWriter.RetryAfterSeconds;
        context.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(
            context, ProblemCode.TooManyRequests, "Wait as long as Retry-After says, then send the request again.");
    }

    private static object CallerOf(HttpContext context) =>
        ApiKeyMiddleware.CallerOf(context) ?? (object?)context.Connection.RemoteIpAddress ?? "local";

    private Measurement<long>[] Measure() =>
    [Of("acquired", Volatile.Read(ref _acquired)), Of("global_limiter", Volatile.Read(ref _refused))];

    private static Measurement<long> Of(string result, long count) =>
        new(count, new KeyValuePair<string, object?>("aspnetcore.rate_limiting.result", result));
}
