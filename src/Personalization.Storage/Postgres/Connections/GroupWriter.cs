using Microsoft.Extensions.Logging;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>
/// Commits in groups: whatever queued while the last commits ran goes in the next, up to a bound. There is no timer window: an idle
/// store commits a lone write at once. A few commits run at a time, never two with the same key, so that no write can overtake or wait for
/// another of its own user.
/// </summary>
/// <param name="commit">Stores a group and sets the results of its writes.</param>
/// <param name="options">The bounds.</param>
/// <param name="logger">Told about groups that fail.</param>
internal sealed class GroupWriter<TWrite>(Func<IReadOnlyList<TWrite>, Task> commit, PostgresStorageOptions options, ILogger logger) : IAsyncDisposable
    where TWrite : GroupedWrite
{
    private readonly object _gate = new();
    private readonly LinkedList<TWrite> _waiting = new();
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>Queues a write and waits for its commit.</summary>
    /// <exception cref="StoreOverloadedException">Too many wait.</exception>
    /// <exception cref="IOException">The commit failed.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed; nothing was queued.</exception>
    public async ValueTask<TResult> SubmitAsync<TPending, TResult>(TPending write, CancellationToken cancellationToken)
        where TPending : PendingWrite<TResult>, TWrite
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TWrite> node = Enqueue(write);
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(_ => GiveUp(node, write, cancellationToken), null);
        await using (registration.ConfigureAwait(false))
        {
            return await write.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Takes nothing more and commits everything queued.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            SignalWhenDrained();
        }

        await _drained.Task.ConfigureAwait(false);
    }

    private LinkedListNode<TWrite> Enqueue(TWrite write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_waiting.Count >= options.MaxQueued)
            {
                throw new StoreOverloadedException($"The store is overloaded: {_waiting.Count} writes wait already. Nothing was stored.");
            }

            LinkedListNode<TWrite> node = _waiting.AddLast(write);
            if (_running < options.ParallelBatches && !_busy.Contains(write.Key))
            {
                _running++;
                _ = Task.Run(RunAsync);
            }

            return node;
        }
    }

    private void GiveUp<T>(LinkedListNode<TWrite> node, PendingWrite<T> write, CancellationToken token)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                _waiting.Remove(node);
            }
        }

        write.Cancel(token);
    }

    private async Task RunAsync()
    {
        while (TryTake() is { } group)
        {
            Exception? failure = null;
            try
            {
                await commit(group).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                logger.LogError(error, "A group of {Count} writes failed", group.Count);
                failure = error as IOException ?? new IOException(error.Message, error);
            }

            Release(group);
            foreach (TWrite write in group)
            {
                Settle(write, failure);
            }
        }
    }

    private static void Settle(TWrite write, Exception? failure)
    {
        if (failure is null)
        {
            write.Complete();
        }
        else
        {
            write.Fail(failure);
        }
    }

    /// <summary>The next group; null, and one runner less, when nothing can be taken.</summary>
    private List<TWrite>? TryTake()
    {
        List<TWrite> group = [];
        lock (_gate)
        {
            (int rows, long bytes) = (0, 0);
            for (LinkedListNode<TWrite>? node = _waiting.First, next; node is not null && rows < options.BatchRows; node = next)
            {
                next = node.Next;
                TWrite write = node.Value;
                if (_busy.Contains(write.Key))
                {
                    continue;
                }

                (rows, bytes) = (rows + write.Rows, bytes + write.Size);
                if (group.Count > 0 && (rows > options.BatchRows || bytes > options.BatchBytes))
                {
                    break;
                }

                _ = _busy.Add(write.Key);
                _waiting.Remove(node);
                group.Add(write);
            }

            if (group.Count > 0)
            {
                return group;
            }

            _running--;
            SignalWhenDrained();
            return null;
        }
    }

    private void Release(List<TWrite> group)
    {
        lock (_gate)
        {
            foreach (TWrite write in group)
            {
                _ = _busy.Remove(write.Key);
            }
        }
    }

    private void SignalWhenDrained()
    {
        if (_closed && _running == 0)
        {
            _ = _drained.TrySetResult();
        }
    }
}
