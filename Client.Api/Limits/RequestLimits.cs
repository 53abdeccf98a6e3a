using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Limits;

/// <summary>
/// Limits the requests in progress and the rate of each API key (each address in open mode). Excess requests get 429 at
/// once. Runs after authentication.
/// </summary>
/// <remarks>
/// Uses the framework's limiters without its middleware, whose chained leases and two measurements per request were a
/// tenth of a cached list's cost. <see cref="DisableRateLimitingAttribute"/> exempts an endpoint.
/// </remarks>
internal sealed class RequestLimits : IDisposable
{
    private const int RefillsPerSecond = 10;

    private readonly RequestDelegate _next;
    private readonly ConcurrencyLimiter? _inProgress;
    private readonly PartitionedRateLimiter<object>? _rates;
    private long _acquired;
    private long _refused;

    /// <summary>Creates the limiters of the pipeline.</summary>
    public RequestLimits(RequestDelegate next, ApiOptions options, IMeterFactory meters)
    {
        _next = next;
        _inProgress = options.MaxConcurrentRequests == 0
            ? null
            : new(new() { PermitLimit = options.MaxConcurrentRequests, QueueLimit = 0 });
        _rates = options.RequestsPerSecond == 0 ? null : Rates(options);

        // The names of the framework's middleware, so that existing dashboards work.
        meters.Create(ApiMetrics.MeterName).CreateObservableCounter(
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

        RateLimitLease? slot = _inProgress?.AttemptAcquire();
        if (slot is { IsAcquired: false })
        {
            return RefuseAsync(context, slot);
        }

        RateLimitLease? token = _rates?.AttemptAcquire(CallerOf(context));
        if (token is { IsAcquired: false })
        {
            slot?.Dispose();
            return RefuseAsync(context, token);
        }

        _ = Interlocked.Increment(ref _acquired);
        return slot is null ? _next(context) : InvokeNextAsync(context, slot);
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

    private async Task InvokeNextAsync(HttpContext context, RateLimitLease slot)
    {
        using (slot)
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
            context, ProblemCode.TooManyRequests, "Send the request again after the seconds in Retry-After.");
    }

    private static object CallerOf(HttpContext context) =>
        ApiKeyMiddleware.CallerOf(context) ?? (object?)context.Connection.RemoteIpAddress ?? "local";

    private Measurement<long>[] Measure() =>
    [Of("acquired", Volatile.Read(ref _acquired)), Of("global_limiter", Volatile.Read(ref _refused))];

    private static Measurement<long> Of(string result, long count) =>
        new(count, new KeyValuePair<string, object?>("aspnetcore.rate_limiting.result", result));
}
