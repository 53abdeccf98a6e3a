namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Where appends wait while groups are written. A group takes what waits, in order, but never two appends of one user and none of a
/// user whose last append is still being written. Bounded: over it appends are refused at once.
/// </summary>
internal sealed class AppendQueue(int maxQueued, int maxGroup, int maxGroups)
{
    private readonly object _gate = new();
    private readonly LinkedList<PendingAppend> _waiting = [];
    private readonly HashSet<string> _busy = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runners;
    private bool _closed;

    /// <summary>Adds an append.</summary>
    /// <returns>Whether the caller must start a runner that takes groups until there are none.</returns>
    /// <exception cref="IOException">Too many wait; nothing was added.</exception>
    public bool Add(PendingAppend append)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(AzureEventLog));
            if (_waiting.Count >= maxQueued)
            {
                throw new IOException($"The store is overloaded: {_waiting.Count} appends wait.");
            }

            _ = _waiting.AddLast(append);
            bool starts = _runners < maxGroups;
            _runners += starts ? 1 : 0;
            return starts;
        }
    }

    /// <summary>Takes the next group, after giving back the last one.</summary>
    /// <param name="written">The group the runner took before; null at first.</param>
    /// <returns>Null when there is nothing to do for this runner: it ends.</returns>
    public List<PendingAppend>? TakeGroup(List<PendingAppend>? written)
    {
        lock (_gate)
        {
            _busy.ExceptWith((written ?? []).Select(append => append.UserKey));
            List<PendingAppend> group = [];
            int entries = 0;
            LinkedListNode<PendingAppend>? node = _waiting.First;
            while (node is not null && group.Count < maxGroup && entries + node.Value.Entries.Count <= LogPosition.MaxEntries)
            {
                LinkedListNode<PendingAppend>? next = node.Next;
                PendingAppend append = node.Value;
                if (append.IsSettled)
                {
                    _waiting.Remove(node);
                }
                else if (_busy.Add(append.UserKey))
                {
                    _waiting.Remove(node);
                    group.Add(append);
                    entries += append.Entries.Count;
                }

                node = next;
            }

            if (group.Count > 0)
            {
                return group;
            }

            _runners--;
            EndWhenIdle();
            return null;
        }
    }

    /// <summary>Takes nothing more; completes when all that waits is written.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            EndWhenIdle();
        }

        return _ended.Task;
    }

    private void EndWhenIdle()
    {
        if (_closed && _runners == 0)
        {
            _ = _ended.TrySetResult();
        }
    }
}
