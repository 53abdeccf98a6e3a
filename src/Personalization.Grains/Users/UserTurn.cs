using Personalization.Abstractions.Users;

namespace Personalization.Grains.Users;

/// <summary>
/// Runs the writes of a user one after the other. Some grain calls interleave, so that two users merging into each
/// other cannot deadlock.
/// </summary>
/// <param name="history">The history, which may have entries on their way to the log.</param>
/// <param name="deactivate">Ends the activation. Called on any thread.</param>
internal sealed class UserTurn(UserHistory history, Action deactivate)
{
    private volatile bool _isLost;

    /// <summary>Whether a write has the turn. Only the activation's own thread reads and writes it.</summary>
    private bool _isTaken;

    /// <summary>The writes that wait for the turn, also cancelled ones; null before the first.</summary>
    private Queue<TaskCompletionSource>? _waiting;

    /// <summary>Gets whether a write failed. The stored state is unknown then, and nothing more is written.</summary>
    public bool IsLost => _isLost;

    /// <summary>Gets whether a write without any wait may run now.</summary>
    public bool IsFree => !_isLost && !_isTaken && history.IsSettled;

    /// <summary>Runs a write after the earlier ones, when all earlier entries are durable.</summary>
    /// <remarks>
    /// A failed write deactivates the grain: the stored state is unknown, and the next activation reads the log.
    /// </remarks>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Cancels the wait. A write that has begun is not cancelled.</param>
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> write, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await EnterAsync(cancellationToken);
        bool begun = false;
        try
        {
            await history.SettleAsync(cancellationToken);
            begun = true;
            return IsLost ? throw new ActivationFencedException() : await write();
        }
        catch (Exception error) when (begun && error is not MergeRefusedException)
        {
            Lose();
            throw;
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Runs an optional write after the earlier ones. Its failure does not end the activation.</summary>
    /// <returns>False if the activation is lost; the write did not run then, or was fenced.</returns>
    public async ValueTask<bool> TryRunAsync(Func<ValueTask> write)
    {
        await EnterAsync(CancellationToken.None);
        try
        {
            await history.SettleAsync(CancellationToken.None);
            if (!IsLost)
            {
                await write();
            }
        }
        catch (ActivationFencedException)
        {
            Lose();
        }
        finally
        {
            Release();
        }

        return !IsLost;
    }

    /// <summary>Ends the activation, because what is stored is unknown. Safe on any thread.</summary>
    public void Lose()
    {
        _isLost = true;
        deactivate();
    }

    private ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (_isTaken)
        {
            return new ValueTask(WaitAsync(cancellationToken));
        }

        _isTaken = true;
        return ValueTask.CompletedTask;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (_waiting ??= new()).Enqueue(waiter);
        using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(
            static (one, token) => ((TaskCompletionSource)one!).TrySetCanceled(token), waiter);
        await waiter.Task;
    }

    /// <summary>Gives the turn to the next write that still waits.</summary>
    private void Release()
    {
        while (_waiting is { Count: > 0 })
        {
            if (_waiting.Dequeue().TrySetResult())
            {
                return;
            }
        }

        _isTaken = false;
    }
}
