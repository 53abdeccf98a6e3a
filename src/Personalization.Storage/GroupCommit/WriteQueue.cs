namespace Personalization.Storage.GroupCommit;

/// <summary>Holds the waiting writes and counts the runners that commit them.</summary>
/// <remarks>
/// <para>A group takes waiting writes in order and within the limits. It never takes two writes of one key, or a write
/// whose key is busy with an earlier commit.</para>
/// <para>A write that is skipped because its key is busy needs no additional runner: the runner that commits the busy
/// key takes another group afterwards.</para>
/// </remarks>
internal sealed class WriteQueue<TWrite>(GroupLimits limits)
    where TWrite : class, IPendingWrite
{
    private readonly object _gate = new();
    private readonly LinkedList<TWrite> _waiting = [];
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _space;
    private long _bytes;
    private int _runners;
    private bool _closed;

    /// <summary>Adds a write if there is room.</summary>
    /// <param name="node">The write; not yet in any list.</param>
    /// <param name="needsRunner">Whether the caller must start a runner that takes groups until none is left.</param>
    /// <param name="space">If the write was not added: completes when the caller should try again.</param>
    /// <returns>True if the write was added.</returns>
    /// <exception cref="StoreOverloadedException">The queue is full and its callers do not wait.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public bool TryAdd(LinkedListNode<TWrite> node, out bool needsRunner, out Task space)
    {
        TWrite write = node.Value;
        lock (_gate)
        {
            ThrowIfClosed();
            if (!HasSpaceFor(write))
            {
                (needsRunner, space) = (false, WaitForSpace());
                return false;
            }

            _waiting.AddLast(node);
            _bytes += write.Size;
            needsRunner = _runners < limits.MaxParallel && !IsBusy(write);
            _runners += needsRunner ? 1 : 0;
        }

        space = Task.CompletedTask;
        return true;
    }

    /// <summary>Removes a write, unless a group has already taken it.</summary>
    public void Withdraw(LinkedListNode<TWrite> node)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                Remove(node);
                SignalSpace();
            }
        }
    }

    /// <summary>Takes the next group. Its keys stay busy until <see cref="Release"/>.</summary>
    /// <returns>Null if there is no group for this runner, which then ends.</returns>
    public List<TWrite>? Take()
    {
        List<TWrite> group = [];
        lock (_gate)
        {
            (long rows, long bytes) = (0, 0);
            LinkedListNode<TWrite>? node = _waiting.First;
            while (node is not null && group.Count < limits.MaxWrites && rows < limits.MaxRows)
            {
                (LinkedListNode<TWrite> one, node) = (node, node.Next);
                TWrite write = one.Value;
                if (!write.IsWanted)
                {
                    Remove(one);
                    continue;
                }

                if (IsBusy(write))
                {
                    continue;
                }

                (rows, bytes) = (rows + write.Rows, bytes + write.Size);
                if (group.Count > 0 && (rows > limits.MaxRows || bytes > limits.MaxBytes))
                {
                    break;
                }

                _ = write.Key is { } key && _busy.Add(key);
                Remove(one);
                group.Add(write);
            }

            SignalSpace();
            _runners -= group.Count == 0 ? 1 : 0;
            SignalWhenDrained();
        }

        return group.Count > 0 ? group : null;
    }

    /// <summary>Releases the keys of a group that was committed or has failed.</summary>
    public void Release(List<TWrite> group)
    {
        lock (_gate)
        {
            foreach (TWrite write in group)
            {
                _ = write.Key is { } key && _busy.Remove(key);
            }
        }
    }

    /// <summary>Rejects new writes; completes when all waiting writes are committed or have failed.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            SignalSpace();
            SignalWhenDrained();
        }

        return _drained.Task;
    }

    private bool HasSpaceFor(TWrite write) =>
        _waiting.Count < limits.MaxQueued && (_waiting.Count == 0 || _bytes + write.Size <= limits.MaxQueuedBytes);

    private bool IsBusy(TWrite write) => write.Key is { } key && _busy.Contains(key);

    private void Remove(LinkedListNode<TWrite> node)
    {
        _waiting.Remove(node);
        _bytes -= node.Value.Size;
    }

    private Task WaitForSpace()
    {
        if (!limits.WaitsWhenFull)
        {
            throw new StoreOverloadedException(
                $"The store is overloaded: {_waiting.Count} writes are waiting. Nothing was stored.");
        }

        _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _space.Task;
    }

    private void SignalSpace()
    {
        _space?.SetResult();
        _space = null;
    }

    private void SignalWhenDrained()
    {
        if (_closed && _runners == 0)
        {
            _ = _drained.TrySetResult();
        }
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new ObjectDisposedException(objectName: null, "The store is closed. Nothing was stored.");
        }
    }
}
