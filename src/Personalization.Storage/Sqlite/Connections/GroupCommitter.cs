using Microsoft.Extensions.Logging;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// The one writer: a thread that commits whatever queued while its last commit ran. There is no timer window: an idle store
/// commits a lone change at once, a busy one pays one flush for all the callers that wait.
/// </summary>
internal sealed class GroupCommitter : IAsyncDisposable
{
    private readonly WriterSession _session;
    private readonly CommitQueue _queue;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _broken;

    public GroupCommitter(WriterSession session, CommitQueue queue, ILogger logger)
    {
        _session = session;
        _queue = queue;
        _logger = logger;
        new Thread(Run) { IsBackground = true, Name = "Personalization store writer" }.Start();
    }

    /// <summary>Queues a change; the task completes when it is durable, has failed, or <paramref name="cancellationToken"/> gives up.</summary>
    /// <exception cref="IOException">The group failed; whether it is stored is unknown.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed; nothing was queued.</exception>
    public ValueTask<T> SubmitAsync<T>(PendingWrite<T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        write.CancelWith(cancellationToken);
        return _queue.TryAdd(write, out Task space) ? write.Task : SubmitWhenThereIsSpaceAsync(write, space, cancellationToken);
    }

    /// <summary>Commits everything queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
        _session.Dispose();
    }

    private async ValueTask<T> SubmitWhenThereIsSpaceAsync<T>(PendingWrite<T> write, Task space, CancellationToken cancellationToken)
    {
        do
        {
            await space.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!_queue.TryAdd(write, out space));
        return await write.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        List<SqliteWrite> group = [];
        while (_queue.TakeAll(ref group))
        {
            CommitGroup(group);
            group.Clear();
        }

        _ended.SetResult();
    }

    private void CommitGroup(List<SqliteWrite> group)
    {
        try
        {
            if (_broken is not null)
            {
                throw new IOException("The store failed before and could not be brought back to a known state; restart the process.", _broken);
            }

            CommitInOneTransaction(group);
        }
        catch (Exception error)
        {
            _logger.LogError(error, "A group of {Count} writes was not stored", group.Count);
            RollBack();
            foreach (SqliteWrite write in group)
            {
                write.Fail(new IOException(error.Message, error));
            }

            return;
        }

        foreach (SqliteWrite write in group)
        {
            write.Complete();
        }
    }

    private void CommitInOneTransaction(List<SqliteWrite> group)
    {
        _session.Begin();
        foreach (SqliteWrite write in group)
        {
            if (write.IsWanted)
            {
                write.Execute(_session);
            }
        }

        _session.Commit();
    }

    private void RollBack()
    {
        try
        {
            _session.RollBack();
        }
        catch (IOException error)
        {
            _broken = error;
        }
    }
}
