using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;
using Personalization.Client.Api.Telemetry;

namespace Personalization.Client.Api.Limits;

/// <summary>
/// Limits the requests in progress and the rate of each API key (each address in open mode). Requests with a public key
/// are limited by user and by address too. Excess requests get 429 at once. Runs after authentication.
/// </summary>
/// <remarks>
/// Requests that send data take at most half of the places. While the engine is slow to store, readers find places.
///
/// Uses the framework's limiters without its middleware, whose chained leases and two measurements per request were a
/// tenth of a cached list's cost. <see cref="DisableRateLimitingAttribute"/> exempts an endpoint.
/// </remarks>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>The seconds of its average rate that a user or an address may send at once.</summary>
    private const int BurstSeconds = 5;

    private readonly RequestDelegate _next;
    private readonly RequestPlaces? _inProgress;
    private readonly RequestPlaces? _sending;
    private readonly PartitionedRateLimiter<object>? _keys;
    private readonly PartitionedRateLimiter<object>? _users;
    private readonly PartitionedRateLimiter<object>? _addresses;
    private long _acquired;
    private long _refused;

    /// <summary>Creates the limiters of the pipeline.</summary>
    public RequestLimits(RequestDelegate next, ApiOptions options, IMeterFactory meters)
    {
        _next = next;
        if (options.MaxConcurrentRequests > 0)
        {
            _inProgress = new RequestPlaces(options.MaxConcurrentRequests);
            _sending = new RequestPlaces((options.MaxConcurrentRequests + 1) / 2, _inProgress);
        }

        _keys = RateBuckets.Create(options.RequestsPerSecond, options.RequestBurst);
        (int user, int address) = (options.UserRequestsPerSecond, options.AddressRequestsPerSecond);
        _users = RateBuckets.Create(user, user * BurstSeconds);
        _addresses = RateBuckets.Create(address, address * BurstSeconds);

        // The names of the framework's middleware, so that existing dashboards work.
        meters.Create(ApiMetrics.MeterName).CreateObservableCounter(
            "aspnetcore.rate_limiting.requests", Measure, "{request}",
            "Requests accepted or rejected by the rate and concurrency limits.");
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            return _next(context);
        }

        RequestPlaces? places = metadata?.GetMetadata<LongRequest>() is not null ? null
            : IsRead(context.Request) ? _inProgress
            : _sending;
        if (places?.TryTake() == false)
        {
            return RefuseAsync(context, null);
        }

        if (Exceeded(context, ApiKeyMiddleware.Of(context)) is { } exceeded)
        {
            places?.Return();
            return RefuseAsync(context, exceeded);
        }

        _ = Interlocked.Increment(ref _acquired);
        if (places is not null)
        {
            context.Features.Set(places);
        }

        return _next(context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys?.Dispose();
        _users?.Dispose();
        _addresses?.Dispose();
    }

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>The limit that the request exceeds; null for none. The narrowest limit comes first.</summary>
    private RateLimitLease? Exceeded(HttpContext context, Caller? caller)
    {
        if (caller is { Key.Role: ApiRole.Public })
        {
            if (caller.User is { } user && _users?.AttemptAcquire(user.Value) is { IsAcquired: false } ofUser)
            {
                return ofUser;
            }

            if (_addresses?.AttemptAcquire(ClientAddress.Of(context)) is { IsAcquired: false } ofAddress)
            {
                return ofAddress;
            }
        }

        RateLimitLease? lease = _keys?.AttemptAcquire(caller?.Key.Name ?? ClientAddress.Of(context));
        return lease is { IsAcquired: false } ? lease : null;
    }

    private Task RefuseAsync(HttpContext context, RateLimitLease? refused)
    {
        _ = Interlocked.Increment(ref _refused);
        double seconds = refused?.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) == true
            ? Math.Ceiling(wait.TotalSeconds)
            : ProblemWriter.RetryAfterSeconds;
        context.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(
            context, ProblemCode.TooManyRequests, "Send the request again after the seconds in Retry-After.");
    }

    /// <summary>The owner of a limit: the API key, or the address in open mode.</summary>
    internal static object CallerOf(HttpContext context) =>
        ApiKeyMiddleware.CallerOf(context) ?? ClientAddress.Of(context);

    private Measurement<long>[] Measure() =>
    [Of("acquired", Volatile.Read(ref _acquired)), Of("global_limiter", Volatile.Read(ref _refused))];

    private static Measurement<long> Of(string result, long count) =>
        new(count, new KeyValuePair<string, object?>("aspnetcore.rate_limiting.result", result));
}
