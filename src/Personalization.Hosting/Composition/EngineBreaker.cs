using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Hosting.Composition;

/// <summary>
/// A circuit breaker for calls so cheap that going through a pipeline would be a good part of their cost: while it is closed a call is made outside, and the breaker is told
/// how it ended, which needs no state machine that waits. When to open, for how long, and which call is the trial that closes it is decided by Polly alone.
/// </summary>
public sealed class EngineBreaker
{
    private static readonly Func<ResilienceContext, Exception?, ValueTask<Outcome<bool>>> AsItEnded =
        static (_, error) => ValueTask.FromResult(error is null ? Outcome.FromResult(true) : Outcome.FromException<bool>(error));

    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _state;

    /// <summary>Takes a pipeline that is a breaker alone.</summary>
    internal EngineBreaker(ResiliencePipeline pipeline, CircuitBreakerStateProvider state) => (_pipeline, _state) = (pipeline, state);

    /// <summary>Whether calls may be made without asking; each must then be told of by <see cref="CountAsync"/>.</summary>
    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    /// <summary>Counts how a call ended that was made while the breaker was closed; when it has opened since, that says nothing new.</summary>
    /// <param name="error">Null when it succeeded.</param>
    public async ValueTask CountAsync(Exception? error)
    {
        if (!IsClosed)
        {
            return;
        }

        ResilienceContext context = ResilienceContextPool.Shared.Get();
        _ = await _pipeline.ExecuteOutcomeAsync(AsItEnded, context, error);
        ResilienceContextPool.Shared.Return(context);
    }

    /// <summary>Makes a call while the breaker is not closed: as the trial that may close it, or not at all. The breaker counts it itself.</summary>
    /// <exception cref="BrokenCircuitException">The call was not made.</exception>
    public ValueTask<T> TryAsync<TState, T>(TState state, Func<TState, ValueTask<T>> call) => _pipeline.ExecuteAsync(static (with, _) => with.call(with.state), (state, call));
}
