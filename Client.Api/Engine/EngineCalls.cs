using Personalization.Abstractions.Users;
using Personalization.Client.Api.Settings;
using Polly;
using Polly.Retry;
using Polly.Telemetry;
using Polly.Timeout;

namespace Personalization.Client.Api.Engine;

/// <summary>Runs idempotent calls to the engine and retries transient failures until the write timeout.</summary>
/// <remarks>
/// Every call on a user grain is idempotent. Retries bridge a lost silo, a moving activation and a restarting store.
/// The first attempt runs outside the retry pipeline, because nearly every call succeeds at once.
/// </remarks>
internal sealed class EngineCalls
{
    /// <summary>The pipeline's name in logs and metrics.</summary>
    public const string Pipeline = "engine";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline _retry;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    /// <summary>Builds the retry pipeline.</summary>
    public EngineCalls(ApiOptions options, TimeProvider time, ILogger<EngineCalls> log)
    {
        _limit = TimeSpan.FromMilliseconds(options.WriteTimeoutMs);
        _time = time;
        _retry = new ResiliencePipelineBuilder { Name = Pipeline, TimeProvider = time }
            .ConfigureTelemetry(new TelemetryOptions()) // metrics only: no log line per attempt
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _limit })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } error && IsTransient(error)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                OnRetry = args =>
                {
                    log.LogDebug(
                        args.Outcome.Exception, "Attempt {Attempt} of an engine call failed.", args.AttemptNumber);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Calls the engine until the call succeeds or the write timeout elapses.</summary>
    /// <param name="state">Passed to <paramref name="call"/>.</param>
    /// <param name="call">An idempotent call: a retry may run it twice.</param>
    /// <exception cref="TimeoutException">The write timeout elapsed. The call may or may not have been
    /// applied.</exception>
    public async ValueTask<T> RunAsync<TState, T>(TState state, Func<TState, ValueTask<T>> call)
    {
        try
        {
            ValueTask<T> first = call(state);
            return await (first.IsCompletedSuccessfully
                ? first
                : new ValueTask<T>(first.AsTask().WaitAsync(_limit, _time)));
        }
        catch (Exception error) when (IsTransient(error))
        {
            return await RetryAsync(state, call);
        }
    }

    private async ValueTask<T> RetryAsync<TState, T>(TState state, Func<TState, ValueTask<T>> call)
    {
        try
        {
            return await _retry.ExecuteAsync(
                (attempt, stop) => new ValueTask<T>(attempt.call(attempt.state).AsTask().WaitAsync(stop)),
                (state, call),
                CancellationToken.None);
        }
        catch (TimeoutRejectedException late)
        {
            throw new TimeoutException($"The engine did not answer within {_limit.TotalSeconds} s.", late);
        }
    }

    /// <summary>
    /// Whether a retry can succeed: the activation moved, or a silo or the store is briefly unavailable.
    /// </summary>
    private static bool IsTransient(Exception error) =>
        error is ActivationFencedException or OrleansException or IOException or TimeoutException;
}
