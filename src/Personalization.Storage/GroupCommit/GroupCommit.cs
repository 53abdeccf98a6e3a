using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Stores;

namespace Personalization.Storage.GroupCommit;

/// <summary>
/// Commits writes in groups: writes that arrive during a commit form the next group, within the limits.
/// </summary>
/// <remarks>
/// <para>There is no timer. An idle store commits a single write at once. A busy store pays one commit for all waiting
/// callers.</para>
/// <para>A backend supplies its limits and a function that stores a group. A failed commit reaches every caller of its
/// group. A backend that knows the outcome of one write earlier may complete or fail that write itself; the key of the
/// write stays busy until the group ends.</para>
/// </remarks>
/// <param name="commit">Stores a group and sets the results of its writes; throws if the whole group failed.</param>
/// <param name="limits">Limits of the queue and of a commit.</param>
/// <param name="logger">Receives an error for each failed group.</param>
/// <param name="scheduler">Runs the commits; null for the thread pool. The caller's scheduler is never used.</param>
internal sealed class GroupCommit<TWrite>(
    Func<IReadOnlyList<TWrite>, Task> commit, GroupLimits limits, ILogger logger, TaskScheduler? scheduler = null)
    : IAsyncDisposable
    where TWrite : class, IPendingWrite
{
    private readonly WriteQueue<TWrite> _queue = new(limits);
    private readonly TaskScheduler _scheduler = scheduler ?? TaskScheduler.Default;

    /// <summary>
    /// Queues a write. The task completes when the write is durable, has failed or is canceled. A write that is
    /// canceled while it is queued is never stored.
    /// </summary>
    /// <exception cref="IOException">The commit failed; whether the write is stored is unknown.</exception>
    /// <exception cref="StoreOverloadedException">Too many writes are waiting; nothing was stored.</exception>
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

    /// <summary>Rejects new writes and commits all queued ones. May be called more than once.</summary>
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

    /// <summary>Separate method, so that a caller without a cancellable token does not allocate a closure.</summary>
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
            // Disposes the registration on the caller's token.
            node.Value.Fail(error);
            throw;
        }
    }

    /// <summary>
    /// Starts a runner without the caller's execution context, because a runner works for many callers.
    /// </summary>
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
                logger.LogError(error, "Failed to commit a group of {Count} writes.", group.Count);
                failure = error;
            }

            _queue.Release(group);
            foreach (TWrite write in group)
            {
                Settle(write, failure);
            }
        }
    }

    /// <summary>Creates a separate exception for each caller, because callers throw theirs concurrently.</summary>
    private static void Settle(TWrite write, Exception? failure)
    {
        if (failure is null)
        {
            write.Complete();
        }
        else if (write.IsWanted)
        {
            write.Fail(failure is StoreUnavailableException
                ? new StoreUnavailableException(failure.Message, failure)
                : new IOException(failure.Message, failure));
        }
    }
}
