using Personalization.Hosting.Composition;

namespace Personalization.Client.Api.Recommendations;

/// <summary>
/// One call to the engine: its deadline, its client's disconnect, and its result in the circuit breaker.
/// </summary>
internal readonly struct EngineCall : IDisposable
{
    /// <summary>The fallback reason when the engine missed the deadline.</summary>
    public const string Deadline = "deadline";

    /// <summary>The fallback reason when the engine failed or may not be called.</summary>
    public const string Unavailable = "unavailable";

    private readonly BreakerPass? _pass;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _clientGone;

    /// <summary>Links the deadline with the client's disconnect.</summary>
    /// <param name="pass">The breaker's permission; null when the breaker is open.</param>
    /// <param name="timeLeftMs">The time for the engine, milliseconds.</param>
    /// <param name="deadline">Cancelled at the deadline. The call disposes it.</param>
    /// <param name="clientGone">Cancelled when the client disconnects.</param>
    public EngineCall(
        BreakerPass? pass, int timeLeftMs, CancellationTokenSource deadline, CancellationToken clientGone)
    {
        _pass = pass;
        TimeLeftMs = timeLeftMs;
        _stop = deadline;
        _clientGone = clientGone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stop);
    }

    /// <summary>
    /// Why the engine must not be called: the breaker is open, or no time is left. Null if it may be called.
    /// </summary>
    public string? Refusal => _pass is null ? Unavailable : TimeLeftMs <= 0 ? Deadline : null;

    /// <summary>The time for the engine, milliseconds.</summary>
    public int TimeLeftMs { get; }

    /// <summary>Cancelled at the deadline and when the client disconnects.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>True if an error means that the call missed its deadline.</summary>
    public bool IsLate(Exception error) =>
        error is OperationCanceledException or TimeoutException && _stop.IsCancellationRequested;

    /// <summary>Counts the call as a success.</summary>
    public ValueTask SucceedAsync() => _pass!.Value.EndAsync(null);

    /// <summary>Counts the call as a failure.</summary>
    public ValueTask FailAsync(Exception error) =>
        _pass!.Value.EndAsync(IsLate(error) ? new TimeoutException("The engine missed the deadline.", error) : error);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pass?.Release();
        _clientGone.Dispose();
        _stop.Dispose();
    }
}
