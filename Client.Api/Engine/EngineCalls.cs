using Personalization.Abstractions.Users;
using Personalization.Client.Api.Settings;
using Polly;
using Polly.Retry;
using Polly.Telemetry;
using Polly.Timeout;

namespace Personalization.Client.Api.Engine;

/// <summary>
/// Calls that may be repeated without harm, as every call on a user may: repeated with growing pauses while a silo goes
/// away, a user moves or the store restarts, until the write time-out. The first try, nearly always the only one, costs
/// nothing extra.
/// </summary>
internal sealed class EngineCalls
{
    /// <summary>The pipeline's name in logs and metrics.</summary>
    public const string Pipeline = "engine";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline _again;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    /// <summary>Builds the pipeline.</summary>
    public EngineCalls(ApiOptions options, TimeProvider time, ILogger<EngineCalls> log)
    {
        _limit = TimeSpan.FromMilliseconds(options.WriteTimeoutMs);
        _time = time;
        _again = new ResiliencePipelineBuilder { Name = Pipeline, TimeProvider = time }
            .ConfigureTelemetry(new TelemetryOptions()) // metrics, and no line of log for each of thousands of tries
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _limit })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } error && IsPassing(error)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                OnRetry = args =>
                {
                    log.LogDebug(args.Outcome.Exception, "Try {Attempt} failed.", args.AttemptNumber);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Calls until it works, or until the time is up.</summary>
    /// <param name="state">Passed to <paramref name="call"/>.</param>
    /// <param name="call">Must do no harm when it is carried out twice.</param>
    /// <exception cref="TimeoutException">The time is up; whether the call was carried out is unknown.</exception>
    public async ValueTask<T> RunAsync<TState, T>(TState state, Func<TState, ValueTask<T>> call)
    {
        try
        {
            ValueTask<T> first = call(state);
            return await (first.IsCompletedSuccessfully
                ? first
                : new ValueTask<T>(first.AsTask().WaitAsync(_limit, _time)));
        }
        catch (Exception error) when (IsPassing(error))
        {
            return await AgainAsync(state, call);
        }
    }

    private async ValueTask<T> AgainAsync<TState, T>(TState state, Func<TState, ValueTask<T>> call)
    {
        try
        {
            return await _again.ExecuteAsync(
                (again, stop) => new ValueTask<T>(again.call(again.state).AsTask().WaitAsync(stop)),
                (state, call),
                CancellationToken.None);
        }
        catch (TimeoutRejectedException late)
        {
            throw new TimeoutException($"The engine did not answer within {_limit.TotalSeconds} s.", late);
        }
    }

    /// <summary>
    /// Whether another try can end differently: the activation moved, a silo or the store is away for a moment.
    /// </summary>
    private static bool IsPassing(Exception error) =>
        error is ActivationFencedException or OrleansException or IOException or TimeoutException;
}
