using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.RateLimiting;
using Personalization.Client.Api.Problems;
using Personalization.Client.Api.Security;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Limits;

/// <summary>
/// After the keys: a bound on requests in progress, and on each key's rate (or address's, in open mode); both refuse at once. The framework's limiter does the same with two leases, a timer
/// for each caller and two measurements a request, which was a twentieth of what a cached list cost; endpoints are left out of it by the framework's own mark.
/// </summary>
internal sealed class RequestLimits
{
    private readonly RequestDelegate _next;
    private readonly CallerBuckets? _rates;
    private readonly long _most;
    private long _entered;
    private long _ended;
    private long _tooMany;
    private long _tooFast;

    /// <summary>Made once for the whole pipeline.</summary>
    public RequestLimits(RequestDelegate next, ApiOptions options, TimeProvider time, IMeterFactory meters)
    {
        _next = next;
        _most = options.MaxConcurrentRequests == 0 ? long.MaxValue : options.MaxConcurrentRequests;
        _rates = options.RequestsPerSecond == 0 ? null : new CallerBuckets(options.RequestsPerSecond, options.RequestBurst, time);

        // under the name that the framework's limiter has, which operators' dashboards know
        _ = meters.Create(ApiMetrics.MeterName).CreateObservableCounter("aspnetcore.rate_limiting.requests", Measure, "{request}", "Requests let in or refused by the limits.");
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            return _next(context);
        }

        if (Interlocked.Increment(ref _entered) - Volatile.Read(ref _ended) - Volatile.Read(ref _tooMany) - Volatile.Read(ref _tooFast) > _most)
        {
            return RefuseAsync(context, ref _tooMany, TimeSpan.Zero);
        }

        TimeSpan wait = _rates?.TryTake(CallerOf(context)) ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? RefuseAsync(context, ref _tooFast, wait) : GoOnAsync(context);
    }

    private async Task GoOnAsync(HttpContext context)
    {
        try
        {
            await _next(context);
        }
        finally
        {
            _ = Interlocked.Increment(ref _ended);
        }
    }

    private static Task RefuseAsync(HttpContext context, ref long count, TimeSpan wait)
    {
        _ = Interlocked.Increment(ref count);
        double seconds = Math.Max(ProblemWriter.RetryAfterSeconds, Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(context, ProblemCode.TooManyRequests, "Wait as long as Retry-After says, then send the request again.");
    }

    private static object CallerOf(HttpContext context) => ApiKeyMiddleware.CallerOf(context) ?? (object?)context.Connection.RemoteIpAddress ?? "local";

    /// <summary>Those let in are counted when they end: as many as entered and were not refused would for a moment be one too many.</summary>
    private Measurement<long>[] Measure() =>
    [
        Of("acquired", Volatile.Read(ref _ended)),
        Of("too_many_at_once", Volatile.Read(ref _tooMany)),
        Of("too_fast", Volatile.Read(ref _tooFast)),
    ];

    private static Measurement<long> Of(string result, long count) => new(count, new KeyValuePair<string, object?>("aspnetcore.rate_limiting.result", result));
}
