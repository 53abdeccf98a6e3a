using Microsoft.Extensions.Logging;

namespace Personalization.Storage.GroupCommit;

/// <summary>
/// Commits in groups: whatever queued while the last commits ran goes into the next one, up to the limits. There is no
/// timer window: an idle store commits a lone write at once, a busy one pays one commit for all the callers that wait.
/// </summary>
/// <remarks>
/// A backend gives its limits and a function that stores a group. A commit that fails reaches every caller of its
/// group. A backend that knows earlier what became of a write may complete or fail the write itself; its key stays busy
/// until the group ends.
/// </remarks>
/// <param name="commit">Stores a group and sets the results of its writes; throws when the whole group failed.</param>
/// <param name="limits">The bounds of the queue and of a commit.</param>
/// <param name="logger">Receives an error for each group that fails.</param>
/// <param name="scheduler">Runs the commits, never the caller's scheduler; null for the thread pool.</param>
internal sealed class GroupCommit<TWrite>(
    Func<IReadOnlyList<TWrite>, Task> commit, GroupLimits limits, ILogger logger, TaskScheduler? scheduler = null)
    : IAsyncDisposable
    where TWrite : class, IPendingWrite
{
    private readonly WriteQueue<TWrite> _queue = new(limits);
    private readonly TaskScheduler _scheduler = scheduler ?? TaskScheduler.Default;

    /// <summary>
    /// Queues a write. The task completes when the write is durable, has failed, or is cancelled. A write that is
    /// cancelled in the queue is never stored.
    /// </summary>
    /// <exception cref="IOException">The commit failed; whether the write is stored is unknown.</exception>
    /// <exception cref="StoreOverloadedException">Too many writes wait already; nothing was stored.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed; nothing was stored.</exception>
    public ValueTask<TResult> SubmitAsync<TPending, TResult>(TPending write, CancellationToken cancellationToken)
        where TPending : PendingWrite<TResult>, TWrite
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TWrite> node = new(write);
        if (cancellationToken.CanBeCanceled)
        {
            CancelWith(node, write, cancellationToken);
        }

        return TryQueue(node, out Task space)
            ? write.Task
            : SubmitWhenThereIsSpaceAsync(node, write, space, cancellationToken);
    }

    /// <summary>Accepts nothing more and commits everything queued. May be called more than once.</summary>
    public ValueTask DisposeAsync() => new(_queue.CloseAsync());

    private async ValueTask<TResult> SubmitWhenThereIsSpaceAsync<TResult>(
        LinkedListNode<TWrite> node, PendingWrite<TResult> write, Task space, CancellationToken cancellationToken)
    {
        do
        {
            await space.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!TryQueue(node, out space));
        return await write.Task.ConfigureAwait(false);
    }

    /// <summary>A separate method, so that a caller who cannot cancel pays for no closure.</summary>
    private void CancelWith<TResult>(
        LinkedListNode<TWrite> node, PendingWrite<TResult> write, CancellationToken cancellationToken) =>
        write.CancelWith(() => _queue.Withdraw(node), cancellationToken);

    private bool TryQueue(LinkedListNode<TWrite> node, out Task space)
    {
        try
        {
            bool added = _queue.TryAdd(node, out bool needsRunner, out space);
            if (needsRunner)
            {
                StartRunner();
            }

            return added;
        }
        catch (Exception error)
        {
            // Ends the registration with the caller's token.
            node.Value.Fail(error);
            throw;
        }
    }

    /// <summary>Without the caller's context: a runner works for many callers.</summary>
    private void StartRunner()
    {
        using AsyncFlowControl apart = ExecutionContext.SuppressFlow();
        _ = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
    }

    private async Task RunAsync()
    {
        while (_queue.Take() is { } group)
        {
            Exception? failure = null;
            try
            {
                await commit(group).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                logger.LogError(error, "A group of {Count} writes failed.", group.Count);
                failure = error;
            }

            _queue.Release(group);
            foreach (TWrite write in group)
            {
                Settle(write, failure);
            }
        }
    }

    /// <summary>Gives each caller a separate exception object: callers throw theirs at the same time.</summary>
    private static void Settle(TWrite write, Exception? failure)
    {
        if (failure is null)
        {
            write.Complete();
        }
        else if (write.IsWanted)
        {
            write.Fail(new IOException(failure.Message, failure));
        }
    }
}
