using System.Threading.Tasks.Sources;

namespace Personalization.Storage.GroupCommit;

/// <summary>A queued change that is its own completion source, which saves a separate task.</summary>
/// <typeparam name="TResult">Type of the result that the caller gets.</typeparam>
internal abstract class PendingWrite<TResult> : IPendingWrite, IValueTaskSource<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private int _settled;

    /// <inheritdoc/>
    public virtual string? Key => null;

    /// <inheritdoc/>
    public virtual int Rows => 1;

    /// <inheritdoc/>
    public abstract int Size { get; }

    /// <inheritdoc/>
    public bool IsWanted => Volatile.Read(ref _settled) == 0;

    /// <summary>The caller's result when the change is durable. Set by the commit.</summary>
    public TResult Result { get; set; } = default!;

    /// <summary>Completes when the change is durable, has failed or is canceled. May be awaited once.</summary>
    public ValueTask<TResult> Task => new(this, _core.Version);

    /// <summary>Lets the caller cancel the wait. Must be called before the change is queued.</summary>
    /// <param name="withdraw">Removes the change from the queue if it is still there.</param>
    /// <param name="token">The caller's token.</param>
    public void CancelWith(Action withdraw, CancellationToken token) => _cancellation = token.UnsafeRegister(
        (_, cancelled) =>
        {
            withdraw();
            Fail(new OperationCanceledException(cancelled));
        },
        null);

    /// <inheritdoc/>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            _ = _cancellation.Unregister();
            _core.SetResult(Result);
        }
    }

    /// <inheritdoc/>
    public void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            _ = _cancellation.Unregister();
            _core.SetException(error);
        }
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
