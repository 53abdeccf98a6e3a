using Microsoft.Extensions.Logging;
using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>The single writer; its thread stores each group of changes in one transaction.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly WriterSession _session;
    private readonly WriterThread _thread = new();
    private readonly GroupCommit<ISqliteWrite> _writes;
    private readonly LogTruncation _truncation;
    private Exception? _broken;

    public SqliteWriter(WriterSession session, SqliteStorageOptions options, ILogger logger, TimeProvider time)
    {
        _session = session;
        _truncation = new LogTruncation(session, _thread, time);
        GroupLimits limits = new()
        {
            MaxQueued = options.MaxQueuedWrites,
            MaxQueuedBytes = options.MaxQueuedBytes,
            WaitsWhenFull = true,
        };
        _writes = new GroupCommit<ISqliteWrite>(CommitAsync, limits, logger, _thread);
    }

    /// <inheritdoc cref="GroupCommit{TWrite}.SubmitAsync"/>
    public ValueTask<TResult> WriteAsync<TResult>(SqliteWrite<TResult> write, CancellationToken cancellationToken) =>
        _writes.SubmitAsync<SqliteWrite<TResult>, TResult>(write, cancellationToken);

    /// <summary>Commits all queued writes, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync().ConfigureAwait(false);
        await _truncation.DisposeAsync().ConfigureAwait(false);
        SaveIndex();
        _thread.Dispose();
        _session.Dispose();
    }

    /// <summary>Blocks until the group is durable. Runs on the dedicated writer thread.</summary>
    private Task CommitAsync(IReadOnlyList<ISqliteWrite> group)
    {
        if (_broken is not null)
        {
            throw new IOException(
                "An earlier rollback failed, so the state of the store is unknown; restart the process.",
                _broken);
        }

        try
        {
            CommitInOneTransaction(group);
            if (_session.TakeErased())
            {
                _truncation.Plan();
            }
        }
        catch
        {
            RollBack();
            throw;
        }

        return Task.CompletedTask;
    }

    private void CommitInOneTransaction(IReadOnlyList<ISqliteWrite> group)
    {
        _session.Begin();
        foreach (ISqliteWrite write in group)
        {
            if (write.IsWanted)
            {
                write.Execute(_session);
            }
        }

        _session.Commit();
    }

    /// <summary>The next start is faster with a stored index. Without it the start reads the rows.</summary>
    private void SaveIndex()
    {
        try
        {
            if (_broken is null)
            {
                _session.SaveIndex();
            }
        }
        catch (IOException)
        {
            RollBack();
        }
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
