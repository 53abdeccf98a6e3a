using Personalization.Hosting.Composition;

namespace Personalization.Client.Api.Recommendations;

/// <summary>
/// The frame of one call to the engine: its deadline, its client, and its part in the circuit breaker's statistics.
/// </summary>
internal readonly struct EngineCall : IDisposable
{
    private readonly BreakerPass? _pass;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _clientGone;

    /// <summary>Links the deadline with the client.</summary>
    /// <param name="pass">The breaker's permission; null when the breaker is open.</param>
    /// <param name="deadline">Cancelled at the deadline; disposed with the call.</param>
    /// <param name="clientGone">The client has disconnected.</param>
    public EngineCall(BreakerPass? pass, CancellationTokenSource deadline, CancellationToken clientGone)
    {
        _pass = pass;
        _stop = deadline;
        _clientGone = clientGone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stop);
    }

    /// <summary>Whether the breaker is open: the call must not be made.</summary>
    public bool IsRefused => _pass is null;

    /// <summary>Cancelled at the deadline and when the client disconnects.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether an error of the call means that the deadline was missed.</summary>
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
