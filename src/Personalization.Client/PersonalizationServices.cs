using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Personalization.Client.Events;
using Personalization.Client.Http;
using Polly;

namespace Personalization.Client;

/// <summary>Registers the client in a container.</summary>
public static class PersonalizationServices
{
    private const string KeyHeader = "X-Api-Key";

    /// <summary>
    /// Registers <see cref="PersonalizationClient"/> with time-outs, retries and a circuit breaker, and
    /// <see cref="EventSender"/>, which the container drains at shutdown.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets at least the base address.</param>
    /// <returns>The builder of the HTTP client, for further handlers.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public static IHttpClientBuilder AddPersonalizationClient(
        this IServiceCollection services, Action<PersonalizationClientOptions> configure)
    {
        PersonalizationClientOptions options = new();
        configure(options);
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new EventSender(
            provider.GetRequiredService<PersonalizationClient>().Events,
            options.Events,
            provider.GetRequiredService<TimeProvider>()));
        IHttpClientBuilder builder = services.AddHttpClient<PersonalizationClient>(http => Configure(http, options));
        _ = builder.AddStandardResilienceHandler(resilience => Configure(resilience, options));
        return builder;
    }

    private static void Configure(HttpClient http, PersonalizationClientOptions options)
    {
        string address = options.BaseAddress!.AbsoluteUri;
        http.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        http.Timeout = Timeout.InfiniteTimeSpan; // the resilience handler has the time-outs
        if (options.ApiKey is { Length: > 0 } key)
        {
            http.DefaultRequestHeaders.Add(KeyHeader, key);
        }
    }

    private static void Configure(HttpStandardResilienceOptions resilience, PersonalizationClientOptions options)
    {
        resilience.TotalRequestTimeout.Timeout = options.Timeout;
        resilience.AttemptTimeout.Timeout = options.AttemptTimeout;
        resilience.CircuitBreaker.SamplingDuration =
            TimeSpan.FromSeconds(Math.Max(30, 2 * options.AttemptTimeout.TotalSeconds));
        resilience.Retry.MaxRetryAttempts = Math.Max(1, options.Retries);
        resilience.Retry.Delay = options.RetryDelay;
        resilience.Retry.ShouldHandle = attempt => ValueTask.FromResult(
            options.Retries > 0
            && ApiConnection.IsRepeatable(attempt.Context.GetRequestMessage())
            && HttpClientResiliencePredicates.IsTransient(attempt.Outcome));
    }
}
