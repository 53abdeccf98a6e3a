using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Telemetry;
using Polly.Timeout;

namespace Personalization.Storage.Resilience;

/// <summary>
/// Resilience pipelines for calls to other systems, by name. Polly's own meter <c>Polly</c> counts attempts and
/// outcomes by <c>pipeline.name</c>; this class adds a meter with the circuit breaker states.
/// </summary>
public sealed class Pipelines
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Personalization.Resilience";

    private readonly ConcurrentDictionary<string, NamedPipeline> _byName = new(StringComparer.Ordinal);
    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    /// <summary>Creates an empty registry. Each pipeline is built on first use.</summary>
    public Pipelines(ResilienceOptions options, TimeProvider time, ILoggerFactory loggers, IMeterFactory meters)
    {
        _options = options;
        _time = time;
        _loggers = loggers;
        _ = meters.Create(MeterName).CreateObservableGauge(
            "personalization.resilience.breaker.state",
            () => Breakers.Select(breaker => new Measurement<int>(
                Number(breaker.Value), new KeyValuePair<string, object?>("pipeline.name", breaker.Key))),
            description: "State of the circuit breaker by pipeline: 0 closed, 1 half open, 2 open.");
    }

    /// <summary>Circuit breakers by pipeline name.</summary>
    public IEnumerable<KeyValuePair<string, CircuitState>> Breakers =>
        _byName.OrderBy(pipeline => pipeline.Key, StringComparer.Ordinal)
            .Where(pipeline => pipeline.Value.Breaker is not null)
            .Select(pipeline => KeyValuePair.Create(pipeline.Key, pipeline.Value.Breaker!.CircuitState));

    /// <summary>Gets the names of the pipelines whose circuit breakers are open.</summary>
    public IEnumerable<string> OpenBreakers => Breakers.Where(
        breaker => breaker.Value is CircuitState.Open or CircuitState.Isolated).Select(breaker => breaker.Key);

    /// <summary>
    /// Gets a pipeline. From the outside in: retry, circuit breaker, concurrency limit, timeout per try.
    /// </summary>
    /// <param name="name">Name from a bounded set, because it becomes a metric label. The first call for a name defines
    /// the pipeline.</param>
    /// <param name="tryTimeout">Time limit of one try.</param>
    /// <param name="isPassing">Gets whether a failure can be retried; such failures also count against the remote
    /// side.</param>
    /// <param name="retries">Number of retries; null for the value in the settings, 0 for calls that are not
    /// idempotent.</param>
    public ResiliencePipeline Get(
        string name, TimeSpan tryTimeout, Func<Exception, bool> isPassing, int? retries = null) =>
        _byName.GetOrAdd(name, _ => Build(name, tryTimeout, isPassing, retries ?? _options.Retries)).Pipeline;

    /// <summary>
    /// Gets a pipeline for calls to many receivers. From the outside in: retry, timeout per try. A circuit breaker
    /// would let one receiver stop the others.
    /// </summary>
    /// <inheritdoc cref="Get"/>
    public ResiliencePipeline GetRetrying(
        string name, TimeSpan tryTimeout, Func<Exception, bool> isPassing, int retries) =>
        _byName.GetOrAdd(name, key =>
        {
            ResiliencePipelineBuilder builder = Start(key);
            if (retries > 0)
            {
                _ = builder.AddRetry(Retry(retries, isPassing));
            }

            return new NamedPipeline(builder.AddTimeout(tryTimeout).Build(), null);
        }).Pipeline;

    /// <summary>
    /// Gets the circuit breaker for a store that limits and retries its calls itself. While the breaker is open, a call
    /// fails at once and nothing is stored.
    /// </summary>
    /// <param name="name">As in <see cref="Get"/>.</param>
    /// <param name="isFailure">Gets whether a failure counts against the store.</param>
    internal ResiliencePipeline GetStore(string name, Func<Exception, bool> isFailure) => _byName.GetOrAdd(name, _ =>
    {
        CircuitBreakerStateProvider breaker = new();
        CircuitBreakerStrategyOptions options = Breaker(
            breaker, TimeSpan.FromSeconds(_options.StoreBreakerOpenSeconds), isFailure);
        options.SamplingDuration = TimeSpan.FromSeconds(_options.StoreBreakerWindowSeconds);
        return new NamedPipeline(Start(name).AddCircuitBreaker(options).Build(), breaker);
    }).Pipeline;

    /// <summary>
    /// Gets the circuit breaker for calls to the engine that have a deadline and a fallback. While the breaker is open,
    /// callers use the fallback at once and the silos get no requests.
    /// </summary>
    /// <param name="name">As in <see cref="Get"/>.</param>
    /// <param name="isFailure">Gets whether a failure counts against the engine.</param>
    /// <returns>The pipeline, which contains only the circuit breaker, and the breaker's state.</returns>
    public (ResiliencePipeline Pipeline, CircuitBreakerStateProvider State) GetEngine(
        string name, Func<Exception, bool> isFailure)
    {
        NamedPipeline named = _byName.GetOrAdd(name, _ => BuildEngine(name, isFailure));
        return (named.Pipeline, named.Breaker!);
    }

    private NamedPipeline BuildEngine(string name, Func<Exception, bool> isFailure)
    {
        CircuitBreakerStateProvider breaker = new();
        CircuitBreakerStrategyOptions options = Breaker(
            breaker, TimeSpan.FromSeconds(_options.EngineBreakerOpenSeconds), isFailure);
        options.FailureRatio = _options.EngineBreakerFailureShare;
        options.SamplingDuration = TimeSpan.FromSeconds(_options.EngineBreakerWindowSeconds);
        options.OnOpened = opened =>
        {
            _loggers.CreateLogger<Pipelines>().LogWarning(
                "Circuit breaker {Breaker} opened for {Seconds} s", name, opened.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        };
        options.OnClosed = _ =>
        {
            _loggers.CreateLogger<Pipelines>().LogInformation("Circuit breaker {Breaker} closed", name);
            return ValueTask.CompletedTask;
        };

        // Without Polly's telemetry: every recommendation request passes here, and the API already counts the responses
        // by fallback level and reason.
        return new NamedPipeline(
            new ResiliencePipelineBuilder { Name = name, TimeProvider = _time }.AddCircuitBreaker(options).Build(),
            breaker);
    }

    private NamedPipeline Build(string name, TimeSpan tryTimeout, Func<Exception, bool> isPassing, int retries)
    {
        CircuitBreakerStateProvider breaker = new();
        ResiliencePipelineBuilder builder = Start(name);
        if (retries > 0)
        {
            _ = builder.AddRetry(Retry(retries, isPassing));
        }

        ResiliencePipeline pipeline = builder
            .AddCircuitBreaker(Breaker(
                breaker,
                TimeSpan.FromSeconds(_options.BreakerOpenSeconds),
                error => error is TimeoutRejectedException || isPassing(error)))
            .AddConcurrencyLimiter(_options.MaxConcurrent, _options.MaxWaiting)
            .AddTimeout(tryTimeout)
            .Build();
        return new NamedPipeline(pipeline, breaker);
    }

    private ResiliencePipelineBuilder Start(string name)
    {
        ResiliencePipelineBuilder builder = new() { Name = name, TimeProvider = _time };
        _ = builder.ConfigureTelemetry(new TelemetryOptions { LoggerFactory = _loggers });
        return builder;
    }

    private CircuitBreakerStrategyOptions Breaker(
        CircuitBreakerStateProvider state, TimeSpan open, Func<Exception, bool> isFailure) => new()
        {
            FailureRatio = _options.BreakerFailureShare,
            MinimumThroughput = _options.BreakerMinimumCalls,
            SamplingDuration = TimeSpan.FromSeconds(_options.BreakerWindowSeconds),
            BreakDuration = open,
            StateProvider = state,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } error && isFailure(error)),
        };

    private RetryStrategyOptions Retry(int retries, Func<Exception, bool> isPassing) => new()
    {
        MaxRetryAttempts = retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(_options.FirstPauseSeconds),
        MaxDelay = TimeSpan.FromSeconds(_options.LongestPauseSeconds),
        DelayGenerator = args => ValueTask.FromResult(RetryAfter(args.Outcome.Exception)),
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is { } error
            && (error is TimeoutRejectedException or BrokenCircuitException or RateLimiterRejectedException
                || isPassing(error))
            && !(RetryAfter(error)?.TotalSeconds > _options.LongestPauseSeconds)),
    };

    private static int Number(CircuitState state) =>
        state switch { CircuitState.Closed => 0, CircuitState.HalfOpen => 1, _ => 2 };

    private static TimeSpan? RetryAfter(Exception? error) => error switch
    {
        IRetryAfter asked => asked.RetryAfter,
        BrokenCircuitException broken => broken.RetryAfter,
        _ => null,
    };
}

/// <summary>A pipeline and the state of its circuit breaker; null if it has none.</summary>
internal sealed record NamedPipeline(ResiliencePipeline Pipeline, CircuitBreakerStateProvider? Breaker);

/// <summary>Implemented by exceptions that carry the retry delay of the remote side.</summary>
internal interface IRetryAfter
{
    /// <summary>Delay before the next try; null if the remote side names none.</summary>
    TimeSpan? RetryAfter { get; }
}
