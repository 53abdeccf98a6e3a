using Personalization.Abstractions.Stores;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Settings;
using Polly;
using Polly.Retry;
using Polly.Telemetry;

namespace Personalization.Client.Api.Engine;

/// <summary>Runs idempotent calls to the engine and retries transient failures until the write timeout.</summary>
/// <remarks>
/// <para>Every call on a user grain is idempotent. Retries bridge a lost silo, a moving activation and a restarting
/// store. The write timeout is one limit over all attempts.</para>
/// <para>A call fails at once, without a retry, while the store is known to be unavailable or overloaded, when its
/// client has disconnected, and when the <see cref="RetryBudget"/> is spent.</para>
/// <para>The first attempt runs outside the retry pipeline, because nearly every call succeeds at once.</para>
/// </remarks>
internal sealed class EngineCalls
{
    /// <summary>The pipeline's name in logs and metrics.</summary>
    public const string Pipeline = "engine";

    /// <summary>The most retries that calls can spend before other calls have succeeded.</summary>
    public const int RetryCapacity = 1_000;

    private static readonly ResiliencePropertyKey<CancellationToken> ClientGone = new("clientGone");
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly RetryBudget _budget = new(RetryCapacity);
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
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } error
                    && MayRepeat(
                        error,
                        args.Context.CancellationToken,
                        args.Context.Properties.GetValue(ClientGone, CancellationToken.None))),
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
    /// <param name="clientGone">Cancelled when the client disconnects. The attempt in progress continues.</param>
    /// <exception cref="TimeoutException">The write timeout elapsed. The call may or may not have been
    /// applied.</exception>
    public ValueTask<T> RunAsync<TState, T>(
        TState state, Func<TState, ValueTask<T>> call, CancellationToken clientGone) => RunAsync(
            (state, call), static (run, stop) => Until(run.call(run.state), stop), clientGone);

    /// <summary>Calls the engine with a token that is cancelled when the write timeout elapses.</summary>
    /// <inheritdoc cref="RunAsync{TState, T}(TState, Func{TState, ValueTask{T}}, CancellationToken)"/>
    public async ValueTask<T> RunAsync<TState, T>(
        TState state, Func<TState, CancellationToken, ValueTask<T>> call, CancellationToken clientGone)
    {
        using CancellationTokenSource limit = new(_limit, _time);
        try
        {
            T result = await TryAsync(state, call, limit.Token, clientGone);
            _budget.Earn();
            return result;
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The engine did not answer within {_limit.TotalSeconds} s.", late);
        }
    }

    private async ValueTask<T> TryAsync<TState, T>(
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> call,
        CancellationToken limit,
        CancellationToken clientGone)
    {
        try
        {
            return await call(state, limit);
        }
        catch (Exception error) when (MayRepeat(error, limit, clientGone))
        {
            ResilienceContext context = ResilienceContextPool.Shared.Get(limit);
            context.Properties.Set(ClientGone, clientGone);
            try
            {
                return await _retry.ExecuteAsync(
                    static (context, run) => run.call(run.state, context.CancellationToken), context, (call, state));
            }
            finally
            {
                ResilienceContextPool.Shared.Return(context);
            }
        }
    }

    private static ValueTask<T> Until<T>(ValueTask<T> call, CancellationToken stop) =>
        call.IsCompletedSuccessfully ? call : new ValueTask<T>(call.AsTask().WaitAsync(stop));

    private bool MayRepeat(Exception error, CancellationToken limit, CancellationToken clientGone) =>
        IsTransient(error)
        && !limit.IsCancellationRequested
        && !clientGone.IsCancellationRequested
        && _budget.TryTake();

    /// <summary>
    /// Whether a retry can succeed soon: the activation moved, or a silo or the store is briefly unavailable. A store
    /// or a grain that rejects calls to protect itself must not get them again at once.
    /// </summary>
    private static bool IsTransient(Exception error) =>
        error is ActivationFencedException or OrleansException or IOException or TimeoutException
        && error is not (StoreRefusedException or LimitExceededException or GatewayTooBusyException);
}
