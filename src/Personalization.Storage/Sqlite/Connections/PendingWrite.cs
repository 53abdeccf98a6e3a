using System.Threading.Tasks.Sources;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>A change that is its own completion source: the one allocation of a write besides its bytes.</summary>
internal abstract class PendingWrite<T> : SqliteWrite, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private int _settled;

    public override bool IsWanted => Volatile.Read(ref _settled) == 0;

    /// <summary>What the caller is told once the group is durable. Set by <see cref="SqliteWrite.Execute"/>.</summary>
    protected T Result { get; set; } = default!;

    /// <summary>Completes when the group is durable or has failed, or when the caller gives up. To be awaited once.</summary>
    public ValueTask<T> Task => new(this, _core.Version);

    /// <summary>Lets the caller give up waiting. To be called before the change is queued.</summary>
    public void CancelWith(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            _cancellation = token.UnsafeRegister(
                static (write, token) => ((PendingWrite<T>)write!).Fail(new OperationCanceledException(token)), this);
        }
    }

    public override void Complete()
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            _ = _cancellation.Unregister();
            _core.SetResult(Result);
        }
    }

    public override void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            _ = _cancellation.Unregister();
            _core.SetException(error);
        }
    }

    T IValueTaskSource<T>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
