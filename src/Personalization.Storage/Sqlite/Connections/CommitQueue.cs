namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// Where changes wait while the last group is committed. Bounded by count and by bytes: when it is full, callers wait for the
/// next commit to take it empty. One consumer.
/// </summary>
internal sealed class CommitQueue(int maxWrites, long maxBytes)
{
    private readonly object _gate = new();
    private List<SqliteWrite> _waiting = [];
    private long _bytes;
    private TaskCompletionSource? _space;
    private bool _closed;

    /// <summary>Adds a change when there is room. One alone always has room, however big.</summary>
    /// <param name="write">The change.</param>
    /// <param name="space">When it was not added: completes when it is worth trying again.</param>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public bool TryAdd(SqliteWrite write, out Task space)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStore));
            if (_waiting.Count >= maxWrites || (_waiting.Count > 0 && _bytes + write.Size > maxBytes))
            {
                _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                space = _space.Task;
                return false;
            }

            _waiting.Add(write);
            _bytes += write.Size;
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }

        space = Task.CompletedTask;
        return true;
    }

    /// <summary>Waits for changes and takes all of them.</summary>
    /// <param name="group">An empty list in, the changes in the order they came out; the queue keeps the empty one.</param>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool TakeAll(ref List<SqliteWrite> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                _ = Monitor.Wait(_gate);
            }

            (group, _waiting) = (_waiting, group);
            _bytes = 0;
            _space?.SetResult();
            _space = null;
            return group.Count > 0;
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
            _space?.SetResult();
            _space = null;
        }
    }
}
