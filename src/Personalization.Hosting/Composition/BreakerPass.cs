namespace Personalization.Hosting.Composition;

/// <summary>
/// The permission of an <see cref="EngineBreaker"/> for one call. The default value belongs to a call that is not
/// counted.
/// </summary>
public readonly struct BreakerPass
{
    private readonly EngineBreaker? _breaker;
    private readonly BreakerTrial? _trial;

    /// <summary>Creates a pass.</summary>
    /// <param name="breaker">The breaker that counts the call.</param>
    /// <param name="trial">Set when the call decides whether the breaker closes.</param>
    internal BreakerPass(EngineBreaker breaker, BreakerTrial? trial)
    {
        _breaker = breaker;
        _trial = trial;
    }

    /// <summary>Reports how the call ended.</summary>
    /// <param name="error">Null when the call succeeded.</param>
    public ValueTask EndAsync(Exception? error) =>
        _trial is not null ? _trial.EndAsync(error)
        : _breaker is not null ? _breaker.CountAsync(error)
        : ValueTask.CompletedTask;

    /// <summary>
    /// Gives the pass back when the call was cancelled or has ended already; a cancelled call does not count as a
    /// failure.
    /// </summary>
    public void Release() => _trial?.Cancel();
}
