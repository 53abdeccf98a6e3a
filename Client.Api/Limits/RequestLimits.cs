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
/// Requests that send data take at most half of the places. While the engine is slow to store, readers find places.
///
/// Uses the framework's limiters without its middleware, whose chained leases and two measurements per request were a
/// tenth of a cached list's cost. <see cref="DisableRateLimitingAttribute"/> exempts an endpoint.
/// </remarks>
internal sealed class RequestLimits : IDisposable
{
    private const int RefillsPerSecond = 10;

    private readonly RequestDelegate _next;
    private readonly ConcurrencyLimiter? _inProgress;
    private readonly ConcurrencyLimiter? _sending;
    private readonly PartitionedRateLimiter<object>? _rates;
    private long _acquired;
    private long _refused;

    /// <summary>Creates the limiters of the pipeline.</summary>
    public RequestLimits(RequestDelegate next, ApiOptions options, IMeterFactory meters)
    {
        _next = next;
        _inProgress = Places(options.MaxConcurrentRequests);
        _sending = Places((options.MaxConcurrentRequests + 1) / 2);
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

        RateLimitLease? sending = IsRead(context.Request) ? null : _sending?.AttemptAcquire();
        RateLimitLease? token = sending is { IsAcquired: false } ? sending : _rates?.AttemptAcquire(CallerOf(context));
        if (token is { IsAcquired: false })
        {
            slot?.Dispose();
            sending?.Dispose();
            return RefuseAsync(context, token);
        }

        _ = Interlocked.Increment(ref _acquired);
        return slot is null ? _next(context) : InvokeNextAsync(context, slot, sending);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inProgress?.Dispose();
        _sending?.Dispose();
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

    private static ConcurrencyLimiter? Places(int count) =>
        count == 0 ? null : new(new() { PermitLimit = count, QueueLimit = 0 });

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private async Task InvokeNextAsync(HttpContext context, RateLimitLease slot, RateLimitLease? sending)
    {
        using (slot)
        using (sending)
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

    /// <summary>The owner of a limit: the API key, or the address in open mode.</summary>
    internal static object CallerOf(HttpContext context) =>
        ApiKeyMiddleware.CallerOf(context) ?? (object?)context.Connection.RemoteIpAddress ?? "local";

    private Measurement<long>[] Measure() =>
    [Of("acquired", Volatile.Read(ref _acquired)), Of("global_limiter", Volatile.Read(ref _refused))];

    private static Measurement<long> Of(string result, long count) =>
        new(count, new KeyValuePair<string, object?>("aspnetcore.rate_limiting.result", result));
}
