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
/// The pipelines that outside calls go through, by name. Polly's own meter <c>Polly</c> counts attempts and outcomes
/// under <c>pipeline.name</c>; the meter here shows the breakers.
/// </summary>
public sealed class Pipelines
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Resilience";

    private readonly ConcurrentDictionary<string, NamedPipeline> _byName = new(StringComparer.Ordinal);
    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    /// <summary>Starts without any; each is built when it is first asked for.</summary>
    public Pipelines(ResilienceOptions options, TimeProvider time, ILoggerFactory loggers, IMeterFactory meters)
    {
        (_options, _time, _loggers) = (options, time, loggers);
        _ = meters.Create(MeterName).CreateObservableGauge(
            "personalization.resilience.breaker.state",
            () => Breakers.Select(breaker => new Measurement<int>(
                Number(breaker.Value), new KeyValuePair<string, object?>("pipeline.name", breaker.Key))),
            description: "State of the circuit breaker by pipeline: 0 closed, 1 half open, 2 open.");
    }

    /// <summary>The breakers by the names of their pipelines.</summary>
    public IEnumerable<KeyValuePair<string, CircuitState>> Breakers =>
        _byName.OrderBy(pipeline => pipeline.Key, StringComparer.Ordinal)
            .Where(pipeline => pipeline.Value.Breaker is not null)
            .Select(pipeline => KeyValuePair.Create(pipeline.Key, pipeline.Value.Breaker!.CircuitState));

    /// <summary>The names of the pipelines whose breakers let nothing through.</summary>
    public IEnumerable<string> OpenBreakers => Breakers.Where(
        breaker => breaker.Value is CircuitState.Open or CircuitState.Isolated).Select(breaker => breaker.Key);

    /// <summary>Outermost first: retry, breaker, a limit on calls at a time, a time limit for each try.</summary>
    /// <param name="name">One of a bounded set: it becomes a label of metrics. The first call for a name decides what
    /// the pipeline is.</param>
    /// <param name="tryTimeout">How long one try may take.</param>
    /// <param name="isPassing">Whether another try can end differently, and the failure counts against the other
    /// side.</param>
    /// <param name="retries">How often to repeat; null for as often as the settings say, 0 for calls that may not be
    /// carried out twice.</param>
    public ResiliencePipeline Get(
        string name, TimeSpan tryTimeout, Func<Exception, bool> isPassing, int? retries = null) =>
        _byName.GetOrAdd(name, _ => Build(name, tryTimeout, isPassing, retries ?? _options.Retries)).Pipeline;

    /// <summary>
    /// The breaker before a store whose calls are bounded and repeated already where the meaning of its errors is
    /// known: while it is open a call fails at once and nothing was stored.
    /// </summary>
    /// <param name="name">As in <see cref="Get"/>.</param>
    /// <param name="isFailure">Whether a failure counts against the store.</param>
    internal ResiliencePipeline GetStore(string name, Func<Exception, bool> isFailure) => _byName.GetOrAdd(name, _ =>
    {
        CircuitBreakerStateProvider breaker = new();
        CircuitBreakerStrategyOptions options = Breaker(
            breaker, TimeSpan.FromSeconds(_options.StoreBreakerOpenSeconds), isFailure);
        return new NamedPipeline(Start(name).AddCircuitBreaker(options).Build(), breaker);
    }).Pipeline;

    /// <summary>
    /// The breaker before the engine, for calls that have a deadline and something to be answered with when it is
    /// missed: while it is open nobody waits for silos that do not answer, and they are not asked.
    /// </summary>
    /// <param name="name">As in <see cref="Get"/>.</param>
    /// <param name="isFailure">Whether a failure counts against the engine.</param>
    /// <returns>The pipeline, which is the breaker alone, and what tells its state.</returns>
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
        options.OnOpened = opened => Tell(
            LogLevel.Warning,
            $"The breaker {name} has opened: the engine is left alone for {opened.BreakDuration.TotalSeconds} s.");
        options.OnClosed = _ => Tell(LogLevel.Information, $"The breaker {name} has closed: the engine answers again.");

        // Without Polly's own telemetry: every list goes through here, and the answers are counted by level and reason.
        return new NamedPipeline(
            new ResiliencePipelineBuilder { Name = name, TimeProvider = _time }.AddCircuitBreaker(options).Build(),
            breaker);
    }

    private ValueTask Tell(LogLevel level, string what)
    {
        _loggers.CreateLogger<Pipelines>().Log(level, "{What}", what);
        return ValueTask.CompletedTask;
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
